import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type DashboardName, useDeleteAnnotation, useSaveAnnotation } from '../api/annotations.ts';
import type { ZoneClock } from '../format/zone-clock.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextArea, TextInput } from '../ui/field.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { bodyOf, draftOf, type NoteDraft, newDraft } from './note-draft.ts';
import type { Opened } from './opened.ts';

interface NoteFormProps {
  readonly opened: Exclude<Opened, { view: 'list' }>;
  readonly clock: ZoneClock;
  readonly onDone: () => void;
}

/** Those whose charts show notes. */
const CHARTED = ['business_intelligence', 'market_analytics', 'performance'] as const;
const DASHBOARD_NAMES: Readonly<Record<DashboardName, string>> = {
  business_intelligence: 'Business',
  market_analytics: 'Market',
  user_analytics: 'Users',
  performance: 'Performance',
};

/** Makes or changes a note. What the server refuses is said under the form, and nothing typed is lost. */
export function NoteForm({ opened, clock, onDone }: NoteFormProps) {
  const old = opened.view === 'change' ? opened.annotation : undefined;
  const [draft, setDraft] = useState(() =>
    opened.view === 'change' ? draftOf(opened.annotation, clock) : newDraft(opened.startsMs, clock),
  );
  const text = useRef<HTMLTextAreaElement>(null);
  // The list it took the place of had the focus.
  useEffect(() => text.current?.focus(), []);
  const save = useSaveAnnotation(old?.id);
  const remove = useDeleteAnnotation();
  const change = (part: Partial<NoteDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.reset();
    save.mutate(bodyOf(draft, clock, old), { onSuccess: onDone });
  };
  const drop = (id: number) => {
    save.reset();
    remove.mutate(id, { onSuccess: onDone });
  };
  const error = save.error ?? remove.error;
  const busy = save.isPending || remove.isPending;
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 overflow-y-auto p-4">
      <Field label="What happened">
        <TextArea
          ref={text}
          data-autofocus
          required
          rows={3}
          maxLength={1000}
          value={draft.text}
          onChange={({ target }) => change({ text: target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label={`When, ${clock.zone}`}>
          <TextInput
            type="datetime-local"
            required
            value={draft.starts}
            onChange={({ target }) => change({ starts: target.value })}
          />
        </Field>
        <Field label="Until, for a span of time">
          <TextInput
            type="datetime-local"
            value={draft.ends}
            onChange={({ target }) => change({ ends: target.value })}
          />
        </Field>
      </div>
      <Field label="Tags, apart by spaces">
        <TextInput
          value={draft.tags}
          placeholder="deploy v3.1"
          onChange={({ target }) => change({ tags: target.value })}
        />
      </Field>
      <DashboardsField chosen={draft.dashboards} onChange={(dashboards) => change({ dashboards })} />
      {error === null ? null : <ProblemNote error={error} />}
      <div className="flex gap-2">
        <Button look="primary" type="submit" disabled={busy} className="disabled:bg-sunken">
          {old === undefined ? 'Add note' : 'Save'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {old === undefined ? null : (
          <Button look="quiet" disabled={busy} className="ml-auto" onClick={() => drop(old.id)}>
            Delete
          </Button>
        )}
      </div>
    </form>
  );
}

interface DashboardsFieldProps {
  readonly chosen: readonly DashboardName[];
  readonly onChange: (chosen: readonly DashboardName[]) => void;
}

function DashboardsField({ chosen, onChange }: DashboardsFieldProps) {
  const [kept] = useState(chosen);
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
      <legend className="pb-1 text-xs text-muted">Only on the charts of; all where none is chosen</legend>
      {[...new Set([...CHARTED, ...kept])].map((name) => (
        <label key={name} className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="accent-accent"
            checked={chosen.includes(name)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />
          {DASHBOARD_NAMES[name]}
        </label>
      ))}
    </fieldset>
  );
}
