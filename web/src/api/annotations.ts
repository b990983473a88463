import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { AlertSpan, Annotation, AnnotationBody, AnnotationsAnswer } from '#contracts/annotations';
import type { DASHBOARD_TYPES } from '#contracts/choices';
import { requestJson, withQuery } from './client.ts';
import { LIVE_ANNOTATIONS } from './live-keys.ts';

const ADDRESS = '/analytics/annotations';

export type DashboardName = (typeof DASHBOARD_TYPES)[number];
export type Happening = Annotation | AlertSpan;

/** Which ones: those on a dashboard's charts, in days of the calendar or in the last hours. */
export interface HappeningsAsked {
  readonly dashboard: DashboardName;
  /** Instants, resolved when they are asked for; no end: what is planned too. */
  readonly between: () => { readonly from: string | undefined; readonly to?: string | undefined };
  /** Alerts or annotations alone; both unless told. */
  readonly source?: Happening['source'];
  /** Names the period; nothing is asked for while it is not known. */
  readonly period: string | undefined;
}

export interface Happenings {
  readonly list: readonly Happening[];
  readonly truncated: boolean;
}

/** What happened in a period: annotations, and alerts for keys that may read them. Latest first. */
export function happeningsQuery({ dashboard, between, source, period }: HappeningsAsked) {
  return queryOptions({
    queryKey: [...LIVE_ANNOTATIONS, dashboard, period],
    queryFn: async ({ signal }): Promise<Happenings> => {
      const path = withQuery(ADDRESS, { dashboard_type: dashboard, source, ...between() });
      const answer = await requestJson<Static<typeof AnnotationsAnswer>>(path, { signal });
      return { list: answer.annotations, truncated: answer.truncated };
    },
    enabled: period !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** What a person types; as it is stored. */
export type AnnotationDraft = Required<AnnotationBody>;

/** Makes an annotation, or changes the one of this id. */
export function useSaveAnnotation(id: number | undefined) {
  return useChange((body: AnnotationDraft) =>
    id === undefined
      ? requestJson(ADDRESS, { method: 'POST', body })
      : requestJson(`${ADDRESS}/${id}`, { method: 'PATCH', body }),
  );
}

export function useDeleteAnnotation() {
  return useChange((id: number) => requestJson(`${ADDRESS}/${id}`, { method: 'DELETE' }));
}

/** A change after which the list is asked again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // Without a network one is told at once, instead of having it done unseen later.
    networkMode: 'always',
    onSettled: () => queries.invalidateQueries({ queryKey: LIVE_ANNOTATIONS }),
  });
}
