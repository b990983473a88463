import { useQuery } from '@tanstack/react-query';
import { deepEqual } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import type { SavedView } from '#contracts/dashboard-views';
import { useDeleteView, useSaveView, viewsQuery } from '../api/views.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { PopoverPanel, usePopover } from '../ui/popover.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import type { ViewKind } from './view-kind.ts';

interface ViewsControlProps<Search extends object> {
  readonly kind: ViewKind<Search>;
  /** What the page shows, with nothing left to be understood. */
  readonly search: Search;
  readonly onApply: (search: Search) => void;
}

/** Saved views of the page: to apply, save, open the page with, and delete. */
export function ViewsControl<Search extends object>({ kind, search, onApply }: ViewsControlProps<Search>) {
  const popover = usePopover();
  return (
    <>
      <Button icon="bookmark" {...popover.trigger}>
        <span className="max-sm:sr-only">Views</span>
      </Button>
      <PopoverPanel parts={popover} className="w-72 p-2">
        <Views
          kind={kind}
          search={search}
          onApply={(next) => {
            popover.close();
            onApply(next);
          }}
        />
      </PopoverPanel>
    </>
  );
}

function Views<Search extends object>({ kind, search, onApply }: ViewsControlProps<Search>) {
  const [openedAt] = useState(Date.now);
  const list = useRef<HTMLFieldSetElement>(null);
  const [done, setDone] = useState('');
  const query = useQuery(viewsQuery(kind.type));
  const save = useSaveView(kind.type);
  const remove = useDeleteView(kind.type);
  const views = query.data ?? [];
  const error = save.error ?? remove.error ?? query.error;

  const saveAs = (name: string, onSaved: () => void) => {
    remove.reset();
    const isDefault = views.some((view) => view.name === name && view.is_default);
    const onSuccess = () => {
      setDone(`Saved ${name}.`);
      onSaved();
    };
    save.mutate({ name, config: kind.toSettings(search), is_default: isDefault }, { onSuccess });
  };
  const setDefault = ({ name, config }: SavedView, isDefault: boolean) => {
    remove.reset();
    const onSuccess = () => setDone(isDefault ? `The page opens with ${name}.` : 'The page opens as usual.');
    save.mutate({ name, config, is_default: isDefault }, { onSuccess });
  };
  const drop = ({ name }: SavedView) => {
    save.reset();
    const onSuccess = () => {
      setDone(`Deleted ${name}.`);
      // The button that had the focus is gone with its row.
      list.current?.focus();
    };
    remove.mutate(name, { onSuccess });
  };
  return (
    <>
      <fieldset ref={list} aria-label="Saved views" tabIndex={-1} className="min-w-0 outline-none">
        {query.isSuccess && views.length === 0 ? (
          <p className="px-1 py-1 text-muted">No view is saved yet.</p>
        ) : null}
        {views.length === 0 ? null : (
          <ul className="max-h-64 overflow-y-auto">
            {views.map((view) => {
              const target = kind.toSearch(view.config, openedAt);
              return (
                <ViewRow
                  key={view.name}
                  view={view}
                  current={deepEqual(target, search)}
                  onApply={() => onApply(target)}
                  onDefault={(isDefault) => setDefault(view, isDefault)}
                  onDelete={() => drop(view)}
                />
              );
            })}
          </ul>
        )}
      </fieldset>
      <SaveForm names={views.map(({ name }) => name)} busy={save.isPending} onSave={saveAs} />
      <p aria-live="polite" className="px-1 pt-2 text-xs text-muted empty:hidden">
        {error === null ? done : ''}
      </p>
      {error === null ? null : (
        <div className="pt-2">
          <ProblemNote error={error} />
        </div>
      )}
    </>
  );
}

interface ViewRowProps {
  readonly view: SavedView;
  readonly current: boolean;
  readonly onApply: () => void;
  readonly onDefault: (isDefault: boolean) => void;
  readonly onDelete: () => void;
}

function ViewRow({ view, current, onApply, onDefault, onDelete }: ViewRowProps) {
  const { name, is_default: isDefault } = view;
  return (
    <li className="flex items-center">
      <Button
        look="quiet"
        title={name}
        aria-current={current}
        className="min-w-0 grow justify-start! aria-[current=true]:text-ink"
        onClick={onApply}
      >
        <span className="truncate">{name}</span>
        {current ? <Icon name="check" /> : null}
      </Button>
      <IconButton
        icon="star"
        label={`Open the page with ${name}`}
        aria-pressed={isDefault}
        className="size-8 aria-pressed:text-accent aria-pressed:[&_svg]:fill-current"
        onClick={() => onDefault(!isDefault)}
      />
      <IconButton icon="close" label={`Delete ${name}`} onClick={onDelete} />
    </li>
  );
}

/** What the API takes, without names of dots alone: an address would read those as folders. */
const NAME = String.raw`[\w .\-]*\w[\w .\-]*`;

interface SaveFormProps {
  readonly names: readonly string[];
  readonly busy: boolean;
  readonly onSave: (name: string, onSaved: () => void) => void;
}

/** Keeps what is typed until it is saved. */
function SaveForm({ names, busy, onSave }: SaveFormProps) {
  const [draft, setDraft] = useState('');
  const name = draft.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(name, () => setDraft(''));
  };
  return (
    <form onSubmit={submit} className="mt-2 flex items-end gap-2 border-t border-line px-1 pt-2">
      <Field label="Save what is shown as" className="grow">
        <TextInput
          required
          maxLength={64}
          pattern={NAME}
          title="Letters without accents, digits, spaces, dots, hyphens and underscores"
          value={draft}
          onChange={({ target }) => setDraft(target.value)}
        />
      </Field>
      <Button look="primary" type="submit" disabled={busy} className="disabled:bg-sunken">
        {names.includes(name) ? 'Replace' : 'Save'}
      </Button>
    </form>
  );
}
