import { useMemo } from 'react';
import type { UserBehavior } from '#contracts/user-behavior';
import { type BarItem, BarList } from '../../charts/bar-list.tsx';
import { count, percent, quantity } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';

interface Counted {
  readonly name: string;
  readonly users: number;
}

const COLUMNS: readonly Column<Counted>[] = [
  { key: 'name', title: 'Name', value: (row) => row.name },
  { key: 'users', title: 'Count', value: (row) => row.users, numeric: true },
];
const FEATURES_SHOWN = 8;
/** `9` as a reader says it. */
const hour = (at: number) => `${String(at).padStart(2, '0')}:00`;

function barsOf(rows: readonly Counted[]): BarItem[] {
  return rows.map(({ name, users }) => ({ label: name, value: users, text: count(users), tone: 'flat' }));
}

/** Who the users are, how far they come, what they use and when. */
export function SegmentsPanels({ users }: { readonly users: UserBehavior }) {
  const { user_segments, conversion_funnel, behavior_patterns, engagement_analysis } = users;
  const segments = useMemo(() => countedOf(user_segments), [user_segments]);
  const funnel = useMemo(() => countedOf(conversion_funnel), [conversion_funnel]);
  const features = useMemo(
    () => behavior_patterns.popular_features.map(({ feature, users: of }) => ({ name: feature, users: of })),
    [behavior_patterns],
  );
  const shares = new Map(behavior_patterns.popular_features.map(({ feature, share }) => [feature, share]));
  const { session_frequency: frequency } = engagement_analysis;
  return (
    <div className="grid gap-3 lg:grid-cols-3">
      <Panel
        id="segments"
        title="Segments"
        defines={['user_segments']}
        picture="svg"
        table={{ columns: COLUMNS, rows: segments, fileName: 'user-segments' }}
      >
        <BarList label="Segments" items={barsOf(segments)} labelWidth={110} />
        <p className="pt-3 text-sm text-muted">
          {quantity(frequency, 'sessions per active user and week')}; busiest at{' '}
          {behavior_patterns.peak_hours.map(hour).join(', ')}.
        </p>
      </Panel>
      <Panel
        id="conversion"
        title="Conversion"
        defines={['conversion_funnel']}
        picture="svg"
        table={{ columns: COLUMNS, rows: funnel, fileName: 'conversion-funnel' }}
      >
        <BarList label="Conversion" items={barsOf(funnel)} labelWidth={90} />
      </Panel>
      <Panel
        id="features"
        title="Popular features"
        defines={['popular_features']}
        picture="svg"
        table={{ columns: COLUMNS, rows: features, fileName: 'popular-features' }}
      >
        <BarList
          label="Popular features"
          labelWidth={130}
          items={features.slice(0, FEATURES_SHOWN).map(({ name, users: of }) => ({
            label: name,
            value: of,
            text: percent(shares.get(name) ?? null, 0),
            tone: 'flat',
          }))}
        />
      </Panel>
    </div>
  );
}

function countedOf(counts: Readonly<Record<string, number>>): Counted[] {
  return Object.entries(counts).map(([name, users]) => ({ name: inWords(name), users }));
}
