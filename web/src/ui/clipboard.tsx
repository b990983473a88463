import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 1600;

/** Copies a text and says whether it could. */
function CopyButton({ text }: { readonly text: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome === null ? 'Copy' : outcome === 'copied' ? 'Copied' : 'Select and copy';
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

/** Text to run or paste, with a button that copies it. */
export function CodeBlock({ code, head }: { readonly code: string; readonly head: ReactNode }) {
  return (
    <div className="rounded-md border border-line bg-sunken">
      <div className="flex items-center justify-between pt-1 pr-1 pl-3">
        <div className="text-xs text-muted">{head}</div>
        <CopyButton text={code} />
      </div>
      <pre className="px-3 pt-1 pb-3 font-mono text-xs leading-5 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {code}
      </pre>
    </div>
  );
}
