import { useMemo } from 'react';
import type { UserBehavior } from '#contracts/user-behavior';
import { type BarItem, BarList } from '../../charts/bar-list.tsx';
import { count, percent, quantity } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { inWords } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';

interface Counted {
  readonly name: string;
  readonly number: number;
}

const COLUMNS: readonly Column<Counted>[] = [
  { key: 'name', title: 'Name', value: (row) => row.name },
  { key: 'users', title: 'Count', value: (row) => row.number, numeric: true },
];
const FEATURES_SHOWN = 8;
const CONTENT_SHOWN = 5;
/** `9` as a reader says it. */
const hour = (at: number) => `${String(at).padStart(2, '0')}:00`;

function barsOf(rows: readonly Counted[]): BarItem[] {
  return rows.map(({ name, number }) => ({ label: name, value: number, text: count(number), tone: 'flat' }));
}

/** Who the users are, how far they come, what they use and when. */
export function SegmentsPanels({ users }: { readonly users: UserBehavior }) {
  const { user_segments, conversion_funnel, behavior_patterns, engagement_analysis } = users;
  const segments = useMemo(() => countedOf(user_segments), [user_segments]);
  const funnel = useMemo(() => countedOf(conversion_funnel), [conversion_funnel]);
  const features = useMemo(
    () => behavior_patterns.popular_features.map(({ feature, users: of }) => ({ name: feature, number: of })),
    [behavior_patterns],
  );
  const shares = new Map(behavior_patterns.popular_features.map(({ feature, share }) => [feature, share]));
  return (
    <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-4">
      <Panel
        id="segments"
        title="Segments"
        defines={['user_segments']}
        picture="svg"
        table={{ columns: COLUMNS, rows: segments, fileName: 'user-segments' }}
      >
        <BarList label="Segments" items={barsOf(segments)} labelWidth={110} />
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
        {features.length === 0 ? (
          <p className="text-muted">No event of this period names a feature or a page.</p>
        ) : (
          <BarList
            label="Popular features"
            labelWidth={130}
            items={features.slice(0, FEATURES_SHOWN).map(({ name, number: of }) => ({
              label: name,
              value: of,
              text: percent(shares.get(name) ?? null, 0),
              tone: 'flat',
            }))}
          />
        )}
      </Panel>
      <EngagementPanel engagement={engagement_analysis} peakHours={behavior_patterns.peak_hours} />
    </div>
  );
}

interface EngagementPanelProps {
  readonly engagement: UserBehavior['engagement_analysis'];
  readonly peakHours: readonly number[];
}

/** How often people come, when, what they read and what they share. */
function EngagementPanel({ engagement, peakHours }: EngagementPanelProps) {
  const { session_frequency: frequency, content_consumption, social_interactions: social } = engagement;
  const content = useMemo(() => mostViewed(content_consumption), [content_consumption]);
  return (
    <Panel
      id="engagement"
      title="Engagement"
      defines={['session_frequency', 'peak_hours', 'content_consumption', 'social_interactions']}
      picture="svg"
      table={{ columns: COLUMNS, rows: content, fileName: 'content-consumption' }}
    >
      <p className="pb-2 text-sm text-muted">
        {frequency === null
          ? 'Nobody was active in this period.'
          : `${quantity(frequency, 'sessions per active user and week')}; busiest at ${peakHours.map(hour).join(', ')}. Views by part of the site:`}
      </p>
      <BarList label="Page views" items={barsOf(content.slice(0, CONTENT_SHOWN))} labelWidth={110} />
      <p className="pt-2 text-sm text-muted">
        {Object.entries(social)
          .map(([kind, events]) => `${inWords(kind)} ${count(events)}`)
          .join(' · ')}
      </p>
    </Panel>
  );
}

function mostViewed(views: Readonly<Record<string, number>>): Counted[] {
  return Object.entries(views)
    .map(([name, number]) => ({ name, number }))
    .toSorted((a, b) => b.number - a.number);
}

function countedOf(counts: Readonly<Record<string, number>>): Counted[] {
  return Object.entries(counts).map(([name, number]) => ({ name: inWords(name), number }));
}
