import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useKeyState } from '../api/key.ts';
import { closeOverlay, overlay } from './overlays.ts';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));
const ShortcutsSheet = lazy(async () => ({
  default: (await import('./shortcuts-sheet.tsx')).ShortcutsSheet,
}));
const KeyDialog = lazy(async () => ({ default: (await import('./key-dialog.tsx')).KeyDialog }));

/** Everything around the page. */
export function Shell() {
  useShortcuts();
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Rail />
      <PhoneBar />
      <Outlet />
      <Suspense>
        <Overlays />
      </Suspense>
    </div>
  );
}

function Overlays() {
  const open = overlay.use();
  const { refusal } = useKeyState();
  if (open === 'key' || refusal !== null) return <KeyDialog onClose={closeOverlay} />;
  if (open === 'palette') return <Palette onClose={closeOverlay} />;
  if (open === 'shortcuts') return <ShortcutsSheet onClose={closeOverlay} />;
  return null;
}
