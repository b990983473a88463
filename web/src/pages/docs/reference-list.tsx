import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ReferenceName } from './references.ts';

interface ReferenceListProps {
  readonly label: string;
  readonly reference: ReferenceName;
  readonly shown: string;
  readonly entries: readonly { readonly id: string; readonly title: ReactNode; readonly search: string }[];
}

const FILTER_FROM = 8;

/** What there is to read, with a filter where it is long. It folds away where the page is narrow. */
export function ReferenceList({ label, reference, shown, entries }: ReferenceListProps) {
  const [filter, setFilter] = useState('');
  const wanted = entries.filter(({ search }) => search.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <nav
      aria-label={label}
      className="flex max-h-60 flex-col gap-2 overflow-y-auto max-lg:panel max-lg:p-2 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)]"
    >
      {entries.length < FILTER_FROM ? null : (
        <input
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          placeholder="Filter"
          aria-label={`Filter ${label.toLowerCase()}`}
          className="mx-0.5 mt-0.5 h-8 shrink-0 rounded-md border border-line bg-surface px-2.5 placeholder:text-muted"
        />
      )}
      <ul className="flex flex-col">
        {wanted.map(({ id, title }) => (
          <li key={id}>
            <Link
              to="/docs/$reference"
              params={{ reference }}
              search={{ at: id }}
              resetScroll={false}
              aria-current={id === shown ? 'true' : undefined}
              className="flex items-baseline gap-1.5 rounded-md px-2 py-1 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
