import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { reportRefusal, setKey, useKeyState } from '../api/key.ts';
import { reconnectLive } from '../live/live.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Takes an access key for this tab. Opened by hand, or because the server refused to answer without one. */
export function KeyDialog({ onClose }: { readonly onClose: () => void }) {
  const { key, refusal } = useKeyState();
  const [draft, setDraft] = useState('');
  const queries = useQueryClient();
  const router = useRouter();
  const use = (next: string | null) => {
    setKey(next);
    reconnectLive();
    void queries.resetQueries();
    // What a page asks for before it opens may depend on the key.
    void router.invalidate();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.trim() !== '') use(draft.trim());
  };
  const close = () => {
    reportRefusal(null);
    onClose();
  };
  return (
    <Dialog title="Access key" onClose={close}>
      <form onSubmit={submit} className="flex flex-col gap-3 p-4">
        {refusal === null ? null : (
          <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn">
            {refusal.detail}
          </p>
        )}
        <label className="flex flex-col gap-1">
          Key
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            placeholder="rr_live_…"
            className="h-8 rounded-md border border-line-strong bg-surface px-2.5 font-mono placeholder:text-muted"
          />
        </label>
        <p className="text-muted">
          It stays in this tab and is forgotten when the tab closes. Make one with{' '}
          <code className="font-mono">richesreach keys create</code>.
        </p>
        <div className="flex gap-2">
          <Button look="primary" type="submit" disabled={draft.trim() === ''}>
            Use this key
          </Button>
          {key === null ? null : <Button onClick={() => use(null)}>Forget the key</Button>}
        </div>
      </form>
    </Dialog>
  );
}
