import { percentChange, pointsChange } from '../../format/numbers.ts';
import { Change } from '../../ui/change.tsx';
import type { Column } from '../../ui/columns.ts';
import { FigureText } from '../../ui/figure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tile, TileGrid } from '../../ui/tile.tsx';
import type { Measure } from './measures.ts';

const changeFormat = ({ changeIn }: Measure) => (changeIn === 'points' ? pointsChange : percentChange);

const COLUMNS: readonly Column<Measure>[] = [
  { key: 'title', title: 'Figure', value: (measure) => measure.title },
  {
    key: 'value',
    title: 'This period',
    value: (measure) => measure.value,
    cell: (measure) => measure.text,
    numeric: true,
  },
  {
    key: 'before',
    title: 'Period before',
    value: (measure) => measure.before,
    cell: (measure) => measure.beforeText,
    numeric: true,
  },
  {
    key: 'change',
    title: 'Change, % or points',
    value: (measure) => measure.change,
    cell: (measure) => (
      <Change value={measure.change} lessIsBetter={measure.lessIsBetter} format={changeFormat(measure)} />
    ),
    numeric: true,
  },
];

interface FiguresPanelProps {
  readonly measures: readonly Measure[];
  readonly compared: boolean;
  readonly fileName: string;
}

/** The period in figures, each beside the period before. */
export function FiguresPanel({ measures, compared, fileName }: FiguresPanelProps) {
  return (
    <Panel
      id="figures"
      title="Key figures"
      about="Each figure stands beside the same figure of the period before: as many days, directly before the first."
      table={{ columns: COLUMNS, rows: measures, fileName }}
    >
      <div className="-mx-4 -mb-4 border-t border-line">
        <TileGrid>
          {measures.map((measure) => (
            <Tile
              key={measure.title}
              title={measure.title}
              defines={[measure.defines]}
              flash={measure.value}
              note={compared ? <Comparison measure={measure} /> : null}
            >
              <FigureText text={measure.text} reason="Nothing happened in this period to divide by." />
            </Tile>
          ))}
        </TileGrid>
      </div>
    </Panel>
  );
}

function Comparison({ measure }: { readonly measure: Measure }) {
  if (measure.before === null) return 'No figure before';
  return (
    <>
      {measure.change === null ? null : (
        <>
          <Change
            value={measure.change}
            lessIsBetter={measure.lessIsBetter}
            format={changeFormat(measure)}
          />{' '}
        </>
      )}
      from {measure.beforeText}
    </>
  );
}
