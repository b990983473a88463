import type { DropOffPoint } from '#contracts/user-behavior';
import { NOBODY } from '../journeys/actors.ts';
import { PagePaths } from './page-paths.ts';
import { numbered, type Signatures, type Visitor, viewedPage } from './visits.ts';

const LEAST_VIEWS = 30;
const DROP_OFF_POINTS = 10;

export interface PageVisits extends Visitor {
  readonly paths: PagePaths;
  readonly pages: readonly string[];
  /** The pages that sessions most often end on. */
  dropOffPoints(): DropOffPoint[];
}

/** Follows sessions that start from `fromMs` on through their pages. */
export function followPages(signatures: Signatures, depth: number, fromMs: number): PageVisits {
  const { texts: pages, numbers: pageOf } = numbered(signatures, viewedPage);
  const paths = new PagePaths(pages.length, depth);
  const views = new Int32Array(pages.length);
  const exits = new Int32Array(pages.length);
  return {
    paths,
    pages,
    session({ actor, signatures: keys }, { first, last, startMs }) {
      if (actor === NOBODY || startMs < fromMs) return;
      let lastPage = -1;
      for (let place = first; place <= last; place += 1) {
        const page = pageOf[keys[place] as number] as number;
        if (page < 0) continue;
        views[page] = (views[page] as number) + 1;
        paths.view(page);
        lastPage = page;
      }
      if (lastPage >= 0) exits[lastPage] = (exits[lastPage] as number) + 1;
      paths.endSession();
    },
    dropOffPoints: () =>
      pages
        .map((page, number) => ({ page, views: views[number] ?? 0, exits: exits[number] ?? 0 }))
        .filter((point) => point.views >= LEAST_VIEWS)
        .map((point) => ({ ...point, exit_rate: (100 * point.exits) / point.views }))
        .sort((a, b) => b.exit_rate - a.exit_rate || b.views - a.views || (a.page < b.page ? -1 : 1))
        .slice(0, DROP_OFF_POINTS),
  };
}
