/**
 * Runs one pass at a time. What is asked for while a pass runs is gathered for the next one, so that a burst costs two
 * passes and not hundreds. The promise resolves when the pass that holds the item is done.
 */
export function coalesce<Item>(
  run: (items: readonly Item[]) => Promise<void>,
): (item: Item) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let next: { readonly items: Item[]; readonly done: Promise<void> } | undefined;
  return (item) => {
    if (next === undefined) {
      const items: Item[] = [];
      const done = last.then(() => {
        next = undefined;
        return run(items);
      });
      next = { items, done };
      last = done.catch(() => undefined);
    }
    next.items.push(item);
    return next.done;
  };
}
