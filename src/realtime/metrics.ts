import type { MetricFamily, MetricSample } from '#platform';
import type { Group } from './group.ts';
import type { Tally } from './tally.ts';

export interface Tallied {
  readonly path: string;
  readonly group: Group;
  readonly tally: Tally;
}

/** The channels as Prometheus reads them. */
export function realtimeFamilies(channels: readonly Tallied[]): MetricFamily[] {
  const family = (
    name: string,
    type: MetricFamily['type'],
    help: string,
    read: (channel: Tallied) => readonly (readonly [labels: Record<string, string>, value: number])[],
  ): MetricFamily => ({
    name: `realtime_${name}`,
    type,
    help,
    samples: channels.flatMap((channel) =>
      read(channel).map(
        ([labels, value]): MetricSample => ({ labels: { channel: channel.path, ...labels }, value }),
      ),
    ),
  });
  return [
    family('connections', 'gauge', 'Open connections', ({ group }) => [
      [{ transport: 'websocket' }, group.count((form) => form !== 'event-stream')],
      [{ transport: 'event-stream' }, group.count((form) => form === 'event-stream')],
    ]),
    family('queued_bytes', 'gauge', 'Written and not yet taken by the network', ({ group }) => [
      [{}, group.queuedBytes],
    ]),
    family('deliveries_total', 'counter', 'Frames written, one for each client', ({ tally }) => [
      [{}, tally.deliveries],
    ]),
    family('sent_bytes_total', 'counter', 'Bytes of frames written', ({ tally }) => [[{}, tally.bytes]]),
    family(
      'conflated_total',
      'counter',
      'Figures that a newer one replaced before a client took them',
      ({ tally }) => [[{}, tally.conflated]],
    ),
    family('resumes_total', 'counter', 'Clients that came back with a position', ({ tally }) => [
      [{ recovered: 'true' }, tally.recovered],
      [{ recovered: 'false' }, tally.notRecovered],
    ]),
    family('requests_total', 'counter', 'Requests of clients', ({ tally }) => [
      [{ outcome: 'answered' }, tally.answered],
      [{ outcome: 'refused' }, tally.refused],
    ]),
    family('closed_total', 'counter', 'Connections that ended, by close code', ({ tally }) =>
      [...tally.ends].map(([code, value]) => [{ code: String(code) }, value] as const),
    ),
  ];
}
