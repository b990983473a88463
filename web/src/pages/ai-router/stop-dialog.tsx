import { type FormEvent, useState } from 'react';
import type { KillSwitchBody } from '#contracts/ai-operations';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

export type StopTarget = Pick<KillSwitchBody, 'target' | 'name'>;

interface StopDialogProps {
  readonly target: StopTarget;
  readonly onStop: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks once before traffic is stopped, and for the reason that others will read. */
export function StopDialog({ target, onStop, onClose }: StopDialogProps) {
  const [reason, setReason] = useState('');
  const what = target.target === 'all' ? 'all AI traffic' : `${target.target} ${target.name}`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStop(reason.trim());
  };
  return (
    <Dialog title={`Stop ${what}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-3 p-4">
        <p className="text-muted">
          New requests go elsewhere, or are refused where nothing else is left. Requests under way end as they
          would.
        </p>
        <Field label="Reason, for those who wonder">
          <TextInput
            data-autofocus
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <div className="flex gap-2">
          <Button look="primary" type="submit">
            Stop
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
