import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FunnelUsersAnswer } from '#contracts/funnel-users';
import type { Funnel } from '#contracts/funnels';
import { type AskedPeriod, funnelUsersQuery, type Outcome } from '../../api/users.ts';
import { count } from '../../format/numbers.ts';
import { duration } from '../../format/time.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

/** Whose names are wanted. */
export interface PeopleAsked {
  readonly step: number;
  readonly outcome: Outcome;
  /** Of the step. */
  readonly name: string;
}

interface FunnelPeopleProps {
  readonly asked: AskedPeriod;
  readonly funnel: Funnel;
  readonly people: PeopleAsked;
  readonly onClose: () => void;
}

const PAGE = 100;

/** The users behind a step, a page at a time. */
export function FunnelPeople({ asked, funnel, people, onClose }: FunnelPeopleProps) {
  const { step, outcome, name } = people;
  /** What each page shown so far comes after; the first comes after nothing. */
  const [afters, setAfters] = useState<readonly (string | undefined)[]>([undefined]);
  const page = { step, outcome, limit: PAGE, after: afters.at(-1) };
  const query = useQuery(funnelUsersQuery(asked, funnel, page));
  const next = query.data?.next ?? null;
  /** The page before is shown meanwhile. */
  const turning = query.isPlaceholderData;
  return (
    <Dialog
      title={outcome === 'converted' ? `Came to step ${step}` : `Came no further than step ${step}`}
      onClose={onClose}
      shape="side"
    >
      <p className="shrink-0 truncate px-4 py-2 font-mono text-xs text-muted" title={name}>
        {name}
      </p>
      <Loaded query={query} skeleton={<div className="skeleton m-4 h-64 rounded-md" />}>
        {(answer) => (
          <>
            <ScrollRegion label="Users" className="min-h-0 grow overflow-auto bg-surface px-2">
              <People answer={answer} step={step} />
            </ScrollRegion>
            <footer className="flex items-center gap-2 border-t border-line px-4 py-2">
              <p aria-live="polite" className="grow text-xs text-muted">
                {turning ? 'Counting' : placeOf(answer, (afters.length - 1) * PAGE)}
              </p>
              <Button
                disabled={turning || afters.length === 1}
                onClick={() => setAfters(afters.slice(0, -1))}
              >
                Before
              </Button>
              <Button
                disabled={turning || next === null}
                onClick={() => setAfters([...afters, next ?? undefined])}
              >
                Next
              </Button>
            </footer>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

function People({ answer: { users }, step }: { readonly answer: FunnelUsersAnswer; readonly step: number }) {
  return (
    <table className="w-full border-collapse text-sm">
      <thead className="text-xs text-muted [&_th]:font-normal">
        <tr className="h-8">
          <th scope="col" className="px-2 text-left">
            User
          </th>
          {step === 1 ? null : (
            <th scope="col" className="px-2 text-right">
              From the first step
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {users.map(({ user_id: user, seconds }) => (
          <tr key={user} className="h-8 border-t border-line">
            <td className="px-2 font-mono text-xs break-all">{user}</td>
            {step === 1 ? null : <td className="px-2 text-right whitespace-nowrap">{duration(seconds)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function placeOf({ users, count: all }: FunnelUsersAnswer, before: number): string {
  if (users.length === 0) return all === 0 ? 'Nobody.' : `None here, ${count(all)} in all.`;
  return `${count(before + 1)} to ${count(before + users.length)} of ${count(all)}`;
}
