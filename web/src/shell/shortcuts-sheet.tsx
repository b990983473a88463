import { changeSettings, useSettings } from '../state/settings.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SHORTCUTS } from './shortcuts.ts';

/** Every key and what it does. */
export function ShortcutsSheet({ onClose }: { readonly onClose: () => void }) {
  const { singleKeys } = useSettings();
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2 p-4">
        {SHORTCUTS.map(({ keys, does, single }) => (
          <div key={keys} className={`contents ${single && !singleKeys ? 'text-muted line-through' : ''}`}>
            <dt>{does}</dt>
            <dd className="flex justify-end gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="min-w-6 rounded-sm border border-line-strong px-1.5 text-center font-sans text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="flex items-center gap-2 border-t border-line px-4 py-3">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => changeSettings({ singleKeys: event.target.checked })}
          className="accent-accent"
        />
        Single keys act outside text fields
      </label>
    </Dialog>
  );
}
