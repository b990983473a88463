import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Annotation } from '#contracts/annotations';
import type { Happening, Happenings } from '../api/annotations.ts';
import type { ZoneClock } from '../format/zone-clock.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { CodeBlock } from '../ui/clipboard.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { keyOf, timeOf } from './mark-of.ts';
import { type NotesFilter, shownChoices } from './notes-shown.ts';

interface NotesListProps {
  readonly query: UseQueryResult<Happenings>;
  readonly isListed: (happening: Happening) => boolean;
  readonly filter: NotesFilter | undefined;
  readonly clock: ZoneClock;
  readonly onAdd: () => void;
  readonly onChange: (annotation: Annotation) => void;
}

/** What happened, latest first. */
export function NotesList({ query, isListed, filter, clock, onAdd, onChange }: NotesListProps) {
  const shown = query.data?.list.filter(isListed) ?? [];
  return (
    <div className="flex min-h-0 flex-col">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        {filter === undefined || query.data === undefined ? null : (
          <ShownField list={query.data.list} {...filter} />
        )}
        {query.isError ? <ProblemNote error={query.error} /> : null}
        {query.isPending ? <div className="skeleton h-16" /> : null}
        {query.isSuccess && shown.length === 0 ? <NoNotes /> : null}
        {shown.length === 0 ? null : (
          <ul className="flex flex-col divide-y divide-line">
            {shown.map((happening) => (
              <Row key={keyOf(happening)} happening={happening} clock={clock} onChange={onChange} />
            ))}
          </ul>
        )}
        {query.data?.truncated === true ? (
          <p className="text-xs text-muted">
            Earlier ones are not shown. Choose a shorter period to see them.
          </p>
        ) : null}
      </div>
      <footer className="flex items-center justify-between gap-3 border-t border-line px-4 py-3">
        <Button look="primary" icon="plus" onClick={onAdd}>
          Add note
        </Button>
        <p className="text-xs text-muted">Times of {clock.zone}</p>
      </footer>
    </div>
  );
}

function ShownField({ list, shown, onShown }: NotesFilter & { readonly list: readonly Happening[] }) {
  return (
    <Field label="Shown here and on the charts">
      <Select
        value={shown ?? ''}
        choices={shownChoices(list, shown)}
        onChange={(next) => onShown(next === '' ? undefined : next)}
      />
    </Field>
  );
}

interface RowProps {
  readonly happening: Happening;
  readonly clock: ZoneClock;
  readonly onChange: (annotation: Annotation) => void;
}

function Row({ happening, clock, onChange }: RowProps) {
  const isNote = happening.source === 'person';
  return (
    <li className="flex items-start gap-2 py-3 first:pt-0 last:pb-0">
      <span className="pt-0.5 text-muted">
        <Icon name={isNote ? 'flag' : 'bell'} />
      </span>
      <div className="flex min-w-0 grow flex-col gap-1">
        <p className="text-base whitespace-pre-line [overflow-wrap:anywhere]">{happening.text}</p>
        {isNote ? null : <p className="text-muted">{happening.message}</p>}
        <p className="text-xs text-muted">
          {timeOf(happening, clock)}
          {isNote ? ` · ${happening.author}` : null}
        </p>
        <div className="flex flex-wrap gap-1 empty:hidden">
          {happening.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
          {!isNote && happening.simulated ? <Badge tone="warn">simulated</Badge> : null}
        </div>
      </div>
      {isNote ? (
        <IconButton icon="edit" label={`Change ${happening.text}`} onClick={() => onChange(happening)} />
      ) : (
        <Link to="/alerts" className="rounded-sm text-accent underline">
          Alerts
        </Link>
      )}
    </li>
  );
}

/** Nothing yet: how to say something, by hand and by script. */
function NoNotes() {
  return (
    <>
      <p className="text-muted">
        Nothing is noted here. Press a chart where something happened, or Enter at its crosshair; a deployment
        can say it itself:
      </p>
      <CodeBlock head="Note a deployment" code={noteCommand()} />
    </>
  );
}

function noteCommand(): string {
  return `curl ${window.location.origin}/analytics/annotations \\
  -H 'content-type: application/json' \\
  -d '{"text":"v3.1 deployed","tags":["deploy"]}'`;
}
