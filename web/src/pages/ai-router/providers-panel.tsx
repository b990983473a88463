import { useMemo, useState } from 'react';
import type { KillSwitch } from '#contracts/ai-operations';
import { type AiRouter, useKillSwitch } from '../../api/ai.ts';
import { percent } from '../../format/numbers.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { StopDialog, type StopTarget } from './stop-dialog.tsx';

interface Provider {
  readonly name: string;
  readonly state: AiRouter['health']['providers'][string];
}

function columnsOf(onStop: (target: StopTarget) => void): Column<Provider>[] {
  return [
    { key: 'name', title: 'Provider', value: ({ name }) => name },
    {
      key: 'breaker',
      title: 'Breaker',
      value: ({ state }) => (state.killed ? 'stopped' : state.breaker.replace('_', ' ')),
    },
    {
      key: 'success',
      title: 'Success',
      value: ({ state }) => state.recent_success_rate,
      cell: ({ state: { recent_success_rate: rate } }) => percent(rate === null ? null : rate * 100, 1),
      numeric: true,
    },
    {
      key: 'failure',
      title: 'Last failure',
      value: ({ state }) => state.last_failure?.kind ?? null,
      wideOnly: true,
    },
    {
      key: 'stop',
      title: 'Stop',
      value: () => null,
      cell: ({ name, state }) =>
        state.killed ? null : (
          <Button aria-label={`Stop ${name}`} onClick={() => onStop({ target: 'provider', name })}>
            Stop
          </Button>
        ),
    },
  ];
}

/** The providers behind the models, what their circuit breakers say, and the switches that stop them at once. */
export function ProvidersPanel({ health, killSwitches }: Pick<AiRouter, 'health' | 'killSwitches'>) {
  const change = useKillSwitch();
  const [stopping, setStopping] = useState<StopTarget | null>(null);
  const { mutate } = change;
  const columns = useMemo(() => columnsOf(setStopping), []);
  const rows = useMemo(
    () => Object.entries(health.providers).map(([name, state]) => ({ name, state })),
    [health],
  );
  const table = { columns, rows, fileName: 'ai-providers' };
  const allStopped = killSwitches.some(({ target }) => target === 'all');
  return (
    <Panel
      id="providers"
      title="Providers"
      about="State of each provider’s circuit breaker and its recent success, from live traffic. Stopping takes hold in every process at once."
      table={table}
      className="lg:col-span-2"
    >
      <div className="flex flex-col gap-3">
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Providers" rowKey={({ name }) => name} {...table} />
        </div>
        <Switches switches={killSwitches} onLift={(target) => mutate({ ...target, killed: false })} />
        {allStopped ? null : (
          <div>
            <Button icon="alert" onClick={() => setStopping({ target: 'all' })}>
              Stop all AI traffic
            </Button>
          </div>
        )}
        {change.isError ? <ProblemNote error={change.error} /> : null}
      </div>
      {stopping === null ? null : (
        <StopDialog
          target={stopping}
          onClose={() => setStopping(null)}
          onStop={(reason) => {
            setStopping(null);
            mutate({ ...stopping, killed: true, ...(reason === '' ? {} : { reason }) });
          }}
        />
      )}
    </Panel>
  );
}

interface SwitchesProps {
  readonly switches: readonly KillSwitch[];
  readonly onLift: (target: StopTarget) => void;
}

/** What is stopped, by whom and why. */
function Switches({ switches, onLift }: SwitchesProps) {
  if (switches.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" aria-label="What is stopped">
      {switches.map(({ target, name, reason, by }) => {
        const what = target === 'all' ? 'all AI traffic' : `${target} ${name}`;
        return (
          <li
            key={what}
            className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-3 py-2 text-warn"
          >
            <span className="grow">
              {by} stopped {what}
              {reason === null ? '.' : `: ${reason}`}
            </span>
            <Button onClick={() => onLift(target === 'all' ? { target } : { target, name })}>
              Let {what} through
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
