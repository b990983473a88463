import type { AlertCondition } from '#contracts/alerts';
import type { BusEvents } from '#contracts/events';
import type { Look } from './alert-desk.ts';

export type AnomalyFound = BusEvents['anomaly.detected'];

/** New anomalies are breaches; a watched series without a new one is over. */
export function looksAtAnomalies(
  condition: AlertCondition,
  watched: readonly string[],
  found: readonly AnomalyFound[],
): Look[] {
  if (condition.kind !== 'anomaly') return [];
  const wanted = found.filter(
    ({ source, score }) =>
      (condition.source === 'any' || condition.source === source) && score >= condition.min_score,
  );
  const newest = new Map(wanted.map((anomaly) => [anomaly.name, anomaly]));
  const looks = [...newest.values()].map((anomaly): Look => {
    const { name, score, threshold, reason, simulated, ...data } = anomaly;
    const sighting = { value: score, threshold, breached: true, cleared: false, message: reason };
    return { subject: name, sighting, simulated, data };
  });
  const over = watched.filter((subject) => !newest.has(subject));
  return [
    ...looks,
    ...over.map((subject): Look => {
      const sighting = { value: null, threshold: 0, breached: false, cleared: true, message: '' };
      return { subject, sighting, simulated: false };
    }),
  ];
}
