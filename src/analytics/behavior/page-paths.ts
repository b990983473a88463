import type { JourneyPath } from '#contracts/user-behavior';

/** Counts sequences of pages as a tree: a node for each beginning of one, so that equal beginnings are kept once. */
export class PagePaths {
  /** By node × pages + page, the node that follows; node 0 is the empty beginning. */
  readonly #next = new Map<number, number>();
  readonly #sessions = [0];
  readonly #pages = [-1];
  readonly #before = [0];
  readonly #pageCount: number;
  readonly #depth: number;
  #node = 0;
  #length = 0;

  /** @param pageCount pages are numbers below it
   *  @param depth pages of a path at most; what follows is left out */
  constructor(pageCount: number, depth: number) {
    this.#pageCount = pageCount;
    this.#depth = depth;
  }

  /** The next page of the session; one that was viewed just before stands once. */
  view(page: number): void {
    if (this.#length === this.#depth || this.#pages[this.#node] === page) return;
    const step = this.#node * this.#pageCount + page;
    let next = this.#next.get(step);
    if (next === undefined) {
      next = this.#sessions.length;
      this.#next.set(step, next);
      this.#sessions.push(0);
      this.#pages.push(page);
      this.#before.push(this.#node);
    }
    this.#node = next;
    this.#length += 1;
  }

  /** The session is over; one without a page does not count. */
  endSession(): void {
    if (this.#length > 0) this.#sessions[this.#node] = (this.#sessions[this.#node] ?? 0) + 1;
    this.#node = 0;
    this.#length = 0;
  }

  /** The most frequent paths, of those that begin with a page where one is given, and how many sessions there are of these. */
  top(
    names: readonly string[],
    limit: number,
    startPage?: string,
  ): { readonly sessions: number; readonly paths: JourneyPath[] } {
    const start = startPage === undefined ? undefined : names.indexOf(startPage);
    const ends = this.#sessions.flatMap((sessions, node) =>
      sessions > 0 && (start === undefined || this.#firstPage(node) === start) ? [{ node, sessions }] : [],
    );
    const sessions = ends.reduce((sum, end) => sum + end.sessions, 0);
    const least = ends.map((end) => end.sessions).sort((a, b) => b - a)[limit - 1] ?? 0;
    const paths = ends
      .filter((end) => end.sessions >= least)
      .map((end) => ({
        pages: this.#pagesTo(end.node).map((page) => names[page] ?? ''),
        sessions: end.sessions,
        share: (100 * end.sessions) / sessions,
      }))
      .sort((a, b) => b.sessions - a.sessions || compare(a.pages, b.pages));
    return { sessions, paths: paths.slice(0, limit) };
  }

  #firstPage(node: number): number {
    return this.#pagesTo(node)[0] ?? -1;
  }

  #pagesTo(node: number): number[] {
    const pages: number[] = [];
    for (let at = node; at > 0; at = this.#before[at] ?? 0) pages.push(this.#pages[at] ?? 0);
    return pages.toReversed();
  }
}

function compare(a: readonly string[], b: readonly string[]): number {
  const place = a.findIndex((page, index) => page !== b[index]);
  if (place < 0) return a.length - b.length;
  const other = b[place];
  return other !== undefined && (a[place] ?? '') < other ? -1 : 1;
}
