import type { SymbolSession } from './symbol-session.ts';
import type { SectorPerformance } from './universe-types.ts';

/** Sector of instruments that have none. */
const UNCLASSIFIED = 'Unclassified';

/** Performance by sector, in order of name; rows by symbol ascending, so the first symbol wins a tie. */
export function sectorPerformance(rows: readonly SymbolSession[]): Record<string, SectorPerformance> {
  const bySector = Map.groupBy(rows, ({ sector }) => sector ?? UNCLASSIFIED);
  const names = [...bySector.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, performanceOf(bySector.get(name) ?? [])]));
}

function performanceOf(rows: readonly SymbolSession[]): SectorPerformance {
  let change = 0;
  let weight = 0;
  let weightedChange = 0;
  let top = rows[0];
  let bottom = rows[0];
  for (const row of rows) {
    change += row.changePercent;
    if (!Number.isNaN(row.weight)) {
      weight += row.weight;
      weightedChange += row.weight * row.changePercent;
    }
    if (top === undefined || row.changePercent > top.changePercent) top = row;
    if (bottom === undefined || row.changePercent < bottom.changePercent) bottom = row;
  }
  return {
    members: rows.length,
    changePercentEqualWeight: change / rows.length,
    changePercentCapWeight: weight === 0 ? null : weightedChange / weight,
    advancers: rows.filter(({ changePercent }) => changePercent > 0).length,
    decliners: rows.filter(({ changePercent }) => changePercent < 0).length,
    top: top?.symbol ?? null,
    bottom: bottom?.symbol ?? null,
  };
}
