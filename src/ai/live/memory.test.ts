import { describe, expect, it } from 'vitest';
import { builtInModels } from '../catalogue/catalogue.ts';
import { createHistogram, record } from './histogram.ts';
import { remember } from './memory.ts';
import { createModelLive, HALF_LIFE_MS } from './model-live.ts';
import type { StoredHour } from './past.ts';
import { createTraffic } from './traffic.ts';

const NOW_MS = Date.UTC(2026, 5, 30, 12);
const [model] = builtInModels().models;
if (model === undefined) throw new Error('no model');
const { id, prior } = model;

interface Measured {
  readonly calls: number;
  readonly successes: number;
  readonly firstTokenMs: number;
  readonly msPerToken: number;
  readonly ageMs: number;
}

/** Streamed answers of 101 tokens each. */
function hour({ calls, successes, firstTokenMs, msPerToken, ageMs }: Measured): StoredHour {
  const histogram = createHistogram();
  record(histogram, firstTokenMs, successes);
  return {
    model: id,
    request_type: 'general_chat',
    calls,
    successes,
    latency_ms_sum: successes * (firstTokenMs + 101 * msPerToken),
    first_token_histogram: [...histogram],
    output_tokens: successes * 101,
    updated_at: new Date(NOW_MS - ageMs),
  };
}

const slow = { calls: 1_000, successes: 900, firstTokenMs: 4_000, msPerToken: 40 };
const beliefs = (hours: readonly StoredHour[], afterMs = 0) =>
  createTraffic(remember(hours, NOW_MS, HALF_LIFE_MS))
    .liveOf(model)
    .beliefs(NOW_MS + afterMs);

describe('remember', () => {
  it('knows nothing but the catalogue where nothing was stored', () => {
    const known = beliefs([]);
    expect(known).toMatchObject({ evidence: 0, successes: 0 });
    expect(known.reliability).toBeCloseTo(prior.reliability, 12);
    expect(known.firstTokenMs).toBeCloseTo(prior.timeToFirstTokenMs, 9);
  });

  it('believes after a restart what it believed before', () => {
    const before = createModelLive(prior, remember([], NOW_MS, HALF_LIFE_MS).of(model).recent, NOW_MS);
    for (let call = 0; call < 200; call += 1) {
      const success = call % 10 !== 0;
      const timing = { latencyMs: 4_000 + 101 * 40, firstTokenMs: success ? 4_000 : null };
      before.observe({ success, counts: true, outputTokens: 101, ...timing }, NOW_MS);
    }
    const truth = before.beliefs(NOW_MS);
    const seen = beliefs([hour({ ...slow, calls: 200, successes: 180, ageMs: 0 })]);
    expect(seen.reliability).toBeCloseTo(truth.reliability, 9);
    // Stored times are known to the middle of a bucket.
    expect(seen.firstTokenMs / truth.firstTokenMs).toBeCloseTo(1, 1);
    expect(seen.msPerToken / truth.msPerToken).toBeCloseTo(1, 1);
  });

  it('keeps what was measured for longer as what it falls back to', () => {
    const yesterday = beliefs([hour({ ...slow, ageMs: 20 * 3_600_000 })]);
    expect(yesterday.evidence).toBe(0);
    expect(yesterday.reliability).toBeLessThan(0.91);
    expect(yesterday.firstTokenMs).toBeGreaterThan(3_500);
    const longAgo = beliefs([hour({ ...slow, ageMs: 13 * 86_400_000 })]);
    expect(longAgo.reliability).toBeGreaterThan(yesterday.reliability);
  });

  it('lets an outage of just now fade as its own evidence would', () => {
    const outage = [hour({ ...slow, calls: 100, successes: 0, ageMs: 60_000 })];
    expect(beliefs(outage).reliability).toBeLessThan(0.3);
    expect(beliefs(outage, 6 * HALF_LIFE_MS).reliability).toBeGreaterThan(0.85);
  });

  it('knows when a stream is late, and how long answers are', () => {
    const traffic = createTraffic(remember([hour({ ...slow, ageMs: 0 })], NOW_MS, HALF_LIFE_MS));
    expect(traffic.liveOf(model).lateAfterMs(true)).toBeGreaterThan(3_500);
    expect(traffic.liveOf(model).lateAfterMs(false)).toBeNull();
    expect(traffic.expectedOutputTokens('general_chat')).toBeLessThan(150);
    expect(traffic.expectedOutputTokens('code_generation')).toBe(700);
  });

  it('estimates first tokens where nothing was streamed', () => {
    const whole = { ...hour({ ...slow, ageMs: 0 }), first_token_histogram: [...createHistogram()] };
    const expected = 4_000 + 101 * 40 - (101 * 1_000) / prior.tokensPerSecond;
    expect(beliefs([whole]).firstTokenMs / expected).toBeCloseTo(1, 1);
  });
});
