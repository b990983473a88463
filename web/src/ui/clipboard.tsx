import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { ScrollRegion } from './scroll-region.tsx';

const SHOWN_MS = 1600;

/** Copies a text and says whether it could. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome === null ? label : outcome === 'copied' ? 'Copied' : 'Select and copy';
  return (
    <Button
      look="quiet"
      icon={outcome === 'copied' ? 'check' : 'copy'}
      className="h-7 px-2"
      onClick={() => void copyText(text).then((done) => setOutcome(done ? 'copied' : 'refused'))}
    >
      <span aria-live="polite">{said}</span>
    </Button>
  );
}

/** Text to run or paste, with a button that copies it. Long lines scroll, so the block takes the keyboard's focus. */
export function CodeBlock({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <div className="rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between pt-1 pr-1 pl-3">
        <span className="text-xs text-muted">{label}</span>
        <CopyButton text={code} />
      </div>
      <ScrollRegion label={label} className="overflow-x-auto px-3 pt-1 pb-3">
        <pre className="font-mono text-xs leading-5">{code}</pre>
      </ScrollRegion>
    </div>
  );
}
