import { describe, expect, it } from 'vitest';
import { startFeedVendor } from '../../../test/support/feed-vendor.ts';
import { dateOf, dayOf } from '../bars.ts';
import { createBinanceFeed } from './binance.ts';

// Answers are written from Binance's public documentation of the spot API; none was recorded.
const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

function kline(startMs: number, price: number, volume: number) {
  return [
    startMs,
    `${price}`,
    `${price + 1}`,
    `${price - 1}`,
    `${price}`,
    `${volume}`,
    0,
    '0',
    1,
    '0',
    '0',
    '0',
  ];
}

describe('the Binance feed', () => {
  it('makes sessions of hours, over several pages, and waits when it is told to', async () => {
    let refused = 0;
    await using vendor = await startFeedVendor((url) => {
      if (refused++ === 0) return { status: 429, headers: { 'retry-after': '0.01' }, body: { code: -1003 } };
      const [start, end, limit] = ['startTime', 'endTime', 'limit'].map((it) =>
        Number(url.searchParams.get(it)),
      );
      const first = Math.ceil((start ?? 0) / HOUR_MS);
      const last = Math.min(Math.floor((end ?? 0) / HOUR_MS), first + (limit ?? 0) - 1);
      return {
        body: Array.from({ length: last - first + 1 }, (_, i) => kline((first + i) * HOUR_MS, 100 + i, 2)),
      };
    });
    const feed = createBinanceFeed({ ...vendor, now: () => 0 });
    const bars = await Array.fromAsync(
      feed.bars?.(['BTC-USD'], dayOf('2026-01-05'), dayOf('2026-03-05'), signal) ?? [],
    );
    expect(bars.map(({ day }) => dateOf(day))).toEqual(
      Array.from({ length: 60 }, (_, i) => dateOf(dayOf('2026-01-05') + i)),
    );
    // 2026-01-05 in New York begins at 05:00 UTC: five hours after the first kline asked for.
    expect(bars[0]).toEqual({
      symbol: 'BTC-USD',
      day: dayOf('2026-01-05'),
      open: 105,
      high: 105 + 23 + 1,
      low: 104,
      close: 105 + 23,
      volume: 48,
      split: 1,
      dividend: 0,
    });
    expect(vendor.requests.every((url) => url.searchParams.get('symbol') === 'BTCUSDT')).toBe(true);
    expect(vendor.requests.length).toBeGreaterThan(2);
  });

  it('tells quotes with the volume of the whole session, and when the line is lost', async () => {
    const nowMs = Date.parse('2026-01-05T15:00:30Z');
    await using vendor = await startFeedVendor(
      () => ({
        body: [
          kline(Date.parse('2026-01-05T04:59:00Z'), 100, 1_000),
          kline(Date.parse('2026-01-05T05:00:00Z'), 100, 10),
          kline(Date.parse('2026-01-05T14:59:00Z'), 100, 5),
        ],
      }),
      (socket, url) => {
        expect(url.searchParams.get('streams')).toBe('btcusdt@kline_1m');
        const tell = (t: string, c: string, v: string) =>
          socket.send(
            JSON.stringify({
              stream: 'btcusdt@kline_1m',
              data: { e: 'kline', E: nowMs, s: 'BTCUSDT', k: { t: Date.parse(t), c, v, x: false } },
            }),
          );
        tell('2026-01-05T15:00:00Z', '101.5', '2');
        tell('2026-01-05T15:00:00Z', '102.5', '4');
        socket.send(JSON.stringify({ stream: 'other', data: { e: 'serverShutdown' } }));
        socket.close();
      },
    );
    const feed = createBinanceFeed({ ...vendor, now: () => nowMs });
    const told: unknown[] = [];
    const reading = (async () => {
      for await (const quotes of feed.quotes(['BTC-USD'], signal)) told.push(...quotes);
    })();
    await expect(reading).rejects.toMatchObject({ name: 'FeedError', retryable: true });
    const timestamp = new Date(nowMs).toISOString();
    expect(told).toEqual([
      { symbol: 'BTC-USD', price: 101.5, volume: 17, timestamp },
      { symbol: 'BTC-USD', price: 102.5, volume: 19, timestamp },
    ]);
  });

  it('refuses what it does not trade, and answers of another shape', async () => {
    await using vendor = await startFeedVendor(() => ({ body: { hello: 'proxy' } }));
    const feed = createBinanceFeed({ ...vendor, now: () => 0 });
    const read = (symbol: string) => Array.fromAsync(feed.bars?.([symbol], 0, 1, signal) ?? []);
    await expect(read('AAPL')).rejects.toMatchObject({ what: 'binance has no "AAPL".', retryable: false });
    await expect(read('BTC-USD')).rejects.toMatchObject({
      what: 'binance answered in a form we do not know.',
    });
  });
});
