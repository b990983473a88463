import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { type HappeningsAsked, happeningsQuery } from '../api/annotations.ts';
import { ChartMarksProvider } from '../charts/chart-marks.ts';
import { markOf } from './mark-of.ts';
import { isShown, type NotesFilter } from './notes-shown.ts';
import type { Opened } from './opened.ts';
import type { TimeAxis } from './time-axis.ts';

const NotesDialog = lazy(async () => ({ default: (await import('./notes-dialog.tsx')).NotesDialog }));

interface AnnotationsProps {
  readonly asked: HappeningsAsked;
  /** The axis of the page's charts. */
  readonly axis: TimeAxis;
  /** Which of them are shown, where that can be chosen. */
  readonly filter?: NotesFilter;
  readonly children: ReactNode;
}

/** Marks what happened on every chart below, and lets people say what did. */
export function Annotations({ asked, axis, filter, children }: AnnotationsProps) {
  const query = useQuery(happeningsQuery(asked));
  const [opened, open] = useState<Opened | null>(null);
  const list = query.data?.list;
  const shown = filter?.shown;
  const charts = useMemo(
    () => ({
      marks: (list ?? []).filter((one) => isShown(one, shown)).map((one) => markOf(one, axis)),
      onOpen: (keys?: readonly string[]) => open({ view: 'list', keys }),
      onAdd: (at?: number) =>
        open({ view: 'new', startsMs: at === undefined ? Date.now() : axis.moment(at) }),
    }),
    [list, axis, shown],
  );
  return (
    <ChartMarksProvider value={charts}>
      {children}
      {opened === null ? null : (
        <Suspense>
          <NotesDialog
            query={query}
            opened={opened}
            clock={axis.clock}
            filter={filter}
            onOpen={open}
            onClose={() => open(null)}
          />
        </Suspense>
      )}
    </ChartMarksProvider>
  );
}
