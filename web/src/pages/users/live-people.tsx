import { useQuery } from '@tanstack/react-query';
import type { LiveUserListAnswer } from '#contracts/live-users';
import { liveUserListQuery } from '../../api/users.ts';
import { count, NO_FIGURE } from '../../format/numbers.ts';
import { age } from '../../format/time.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

type LiveUser = LiveUserListAnswer['users'][number];

function columnsAt(now: string): readonly Column<LiveUser>[] {
  const since = (instant: string | null) =>
    instant === null ? NO_FIGURE : age(Math.max(0, Date.parse(now) - Date.parse(instant)));
  return [
    {
      key: 'user',
      title: 'User',
      value: ({ user_id: id }) => id,
      cell: ({ user_id: id }) => <span className="font-mono text-xs">{id}</span>,
      className: 'max-w-44 truncate',
    },
    {
      key: 'page',
      title: 'On page',
      value: ({ page }) => page,
      cell: ({ page }) => <span className="font-mono text-xs">{page ?? NO_FIGURE}</span>,
      className: 'w-full max-w-0 truncate',
    },
    {
      key: 'since',
      title: 'In session',
      value: (user) => user.since,
      cell: (user) => since(user.since),
      numeric: true,
      wideOnly: true,
    },
    {
      key: 'last',
      title: 'Last seen',
      value: (user) => user.last_at,
      cell: (user) => since(user.last_at),
      numeric: true,
    },
  ];
}

interface LivePeopleProps {
  /** How often it is asked again; not at all where that is paused. */
  readonly everyMs: number | false;
  readonly onClose: () => void;
}

/** Which users are there right now, and where. */
export function LivePeople({ everyMs, onClose }: LivePeopleProps) {
  const query = useQuery({ ...liveUserListQuery, refetchInterval: everyMs });
  return (
    <Dialog title="Live users" onClose={onClose} shape="side">
      <Loaded query={query} skeleton={<div className="skeleton m-4 h-64 rounded-md" />}>
        {({ users, count: all, timestamp }) => (
          <>
            <p className="px-4 py-2 text-xs text-muted">
              {users.length < all
                ? `${count(users.length)} of ${count(all)}, who did something last.`
                : `${count(all)}, who did something last first.`}{' '}
              Unknown visitors have no names.
            </p>
            <ScrollRegion label="Live users" className="min-h-0 grow overflow-auto bg-surface px-2">
              <DataTable
                caption="Live users"
                columns={columnsAt(timestamp)}
                rows={users}
                fileName="live-users"
                rowKey={({ user_id: id }) => id}
              />
            </ScrollRegion>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
