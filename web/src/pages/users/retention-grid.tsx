import { count, percent } from '../../format/numbers.ts';
import { sessionDate } from '../../format/time.ts';
import { inWords } from '../../ui/field.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import type { Again, RetentionTable } from './retention.ts';

/** What stands in the cells. */
export type Cells = 'percent' | 'users';

interface GridProps {
  readonly table: RetentionTable;
  /** `week` and the like. */
  readonly unit: string;
  readonly cells: Cells;
}

const NAME = 'sticky left-0 z-10 bg-surface px-2 py-1 text-left whitespace-nowrap';

/** The darker a cell, the larger a share came again; its figure stands in it. */
export function RetentionGrid({ table: { rows, average, users }, unit, cells }: GridProps) {
  const open = rows.some(({ again }) => again.at(-1)?.open === true);
  return (
    <>
      <ScrollRegion label="Retention by cohort" className="max-h-112 overflow-auto">
        <table className="w-full border-separate border-spacing-0.5 text-xs">
          <thead>
            <tr className="text-muted [&>th]:sticky [&>th]:top-0 [&>th]:bg-surface [&>th]:font-normal">
              <th scope="col" className={`${NAME} z-20`}>
                First seen
              </th>
              <th scope="col" className="px-2 text-right">
                Users
              </th>
              {average.map((_, later) => (
                <th key={placeName(unit, later)} scope="col" className="px-2 whitespace-nowrap">
                  {placeName(unit, later)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="font-semibold">
              <th scope="row" className={`${NAME} font-semibold`}>
                All
              </th>
              <td className="px-2 text-right tabular-nums">{count(users)}</td>
              {average.map((again, later) => (
                <Cell key={placeName(unit, later)} again={again} cells={cells} />
              ))}
            </tr>
            {rows.map(({ start, users: own, again }) => (
              <tr key={start}>
                <th scope="row" className={`${NAME} font-normal`}>
                  {sessionDate(start)}
                </th>
                <td className="px-2 text-right tabular-nums">{count(own)}</td>
                {again.map((one, later) => (
                  <Cell key={placeName(unit, later)} again={one} cells={cells} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {open ? (
        <p className="pt-2 text-xs text-muted">
          With an asterisk: the {unit} is not over. It may still grow and is left out of All.
        </p>
      ) : null}
    </>
  );
}

function placeName(unit: string, later: number): string {
  return later === 0 ? `${inWords(unit)} 0` : `+${later}`;
}

function Cell({ again, cells }: { readonly again: Again; readonly cells: Cells }) {
  const { users, rate, open } = again;
  const strength = Math.round(8 + 0.32 * (rate ?? 0));
  const share = percent(rate, cells === 'users' ? 1 : 0);
  return (
    <td
      title={cells === 'users' ? share : `${count(users)} users`}
      className="rounded-sm px-2 py-1 text-center whitespace-nowrap tabular-nums"
      style={{ background: `color-mix(in srgb, var(--series-1) ${strength}%, transparent)` }}
    >
      {rate === null ? '—' : cells === 'users' ? count(users) : share}
      {open ? '*' : ''}
    </td>
  );
}
