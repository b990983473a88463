import { useMemo } from 'react';
import type { Performance } from '#contracts/performance';
import type { Column } from '../../ui/columns.ts';
import { FigureText } from '../../ui/figure.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tile, TileGrid } from '../../ui/tile.tsx';
import { type CurrentFigure, currentFigures } from './figures.ts';

const COLUMNS: readonly Column<CurrentFigure>[] = [
  { key: 'title', title: 'Figure', value: (figure) => figure.title },
  {
    key: 'value',
    title: 'Value',
    value: (figure) => figure.value,
    cell: (figure) => <FigureText text={figure.text} reason={figure.reason} />,
    numeric: true,
  },
  { key: 'note', title: 'Beside it', value: (figure) => figure.note },
  { key: 'reason', title: 'Why there is none', value: (figure) => figure.reason ?? null, wideOnly: true },
];

/** The platform as it is now. */
export function NowPanel({ performance }: { readonly performance: Performance }) {
  const rows = useMemo(() => currentFigures(performance), [performance]);
  return (
    <Panel
      id="now"
      title="Now"
      about={`Measured by the platform itself: ${performance.meta.source}.`}
      table={{ columns: COLUMNS, rows, fileName: 'performance' }}
    >
      <div className="-mx-4 -mb-4 border-t border-line">
        <TileGrid>
          {rows.map(({ title, about, value, text, note, reason }) => (
            <Tile key={title} title={title} about={about} flash={value} note={note}>
              <FigureText text={text} reason={reason} />
            </Tile>
          ))}
        </TileGrid>
      </div>
    </Panel>
  );
}
