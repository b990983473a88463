import type { NewsReading } from '#contracts/advisor';
import { score } from '../../format/numbers.ts';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/panel.tsx';

type Item = NewsReading['items'][number];
type Entity = NewsReading['entities'][number];
type Judged = Pick<Entity, 'label' | 'score'>;

const ABOUT = 'Score: probability of positive minus probability of negative, from −1 to +1.';
const INK = { positive: 'text-gain', negative: 'text-loss', neutral: '', mixed: 'text-warn' } as const;

function Judgement({ of: { label, score: value } }: { readonly of: Judged }) {
  return (
    <span className={INK[label]}>
      {label} {score(value)}
    </span>
  );
}

const ITEM_COLUMNS: readonly Column<Item>[] = [
  {
    key: 'title',
    title: 'Headline',
    value: (item) => item.title,
    cell: (item) => (
      <span className="flex min-w-40 flex-col py-1.5 whitespace-normal">
        {item.title}
        {item.note === null ? null : <span className="text-xs text-muted">{item.note}</span>}
      </span>
    ),
    className: 'w-full',
  },
  {
    key: 'entities',
    title: 'Entities',
    value: (item) => item.entities.map(({ name, label }) => `${name} ${label}`).join(', ') || null,
    cell: (item) =>
      item.entities.length === 0 ? (
        '—'
      ) : (
        <span className="flex flex-col py-1.5">
          {item.entities.map((entity) => (
            <span key={entity.name}>
              {entity.name} <Judgement of={entity} />
            </span>
          ))}
        </span>
      ),
    wideOnly: true,
  },
  {
    key: 'score',
    title: 'Sentiment',
    value: (item) => item.score,
    cell: (item) => <Judgement of={item} />,
    numeric: true,
  },
];

const ENTITY_COLUMNS: readonly Column<Entity>[] = [
  { key: 'name', title: 'Entity', value: (entity) => entity.name, className: 'w-full' },
  { key: 'mentions', title: 'Headlines', value: (entity) => entity.mentions, numeric: true },
  {
    key: 'score',
    title: 'Sentiment',
    value: (entity) => entity.score,
    cell: (entity) => <Judgement of={entity} />,
    numeric: true,
  },
];

/** Each headline with what it says of whom. */
export function HeadlinesPanel({ items }: { readonly items: readonly Item[] }) {
  const table = { columns: ITEM_COLUMNS, rows: items, fileName: 'headlines' };
  return (
    <Panel id="headlines" title="Headlines" about={ABOUT} table={table} className="lg:col-span-2">
      <div className="-mx-2 overflow-x-auto">
        <DataTable caption="Headlines" rowKey={({ index }) => String(index)} {...table} />
      </div>
    </Panel>
  );
}

/** Who is spoken of, over all headlines. */
export function EntitiesPanel({ entities }: { readonly entities: readonly Entity[] }) {
  const table = { columns: ENTITY_COLUMNS, rows: entities, fileName: 'entities' };
  return (
    <Panel id="entities" title="Entities" about={ABOUT} table={table}>
      {entities.length === 0 ? (
        <p className="text-muted">No company, index or commodity that we know is named.</p>
      ) : (
        <div className="-mx-2 overflow-x-auto">
          <DataTable caption="Entities" rowKey={({ name }) => name} {...table} />
        </div>
      )}
    </Panel>
  );
}
