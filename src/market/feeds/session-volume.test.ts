import { describe, expect, it } from 'vitest';
import { createSessionVolume } from './session-volume.ts';

const at = (text: string) => Date.parse(text);

describe('the volume of a session', () => {
  it('adds up minutes; a minute told again grows and is not counted twice', () => {
    const volumes = createSessionVolume();
    expect(volumes.add('BTC-USD', at('2026-01-05T15:00:00Z'), 2)).toBe(2);
    expect(volumes.add('BTC-USD', at('2026-01-05T15:00:00Z'), 5)).toBe(5);
    expect(volumes.add('BTC-USD', at('2026-01-05T15:01:00Z'), 1)).toBe(6);
    expect(volumes.add('ETH-USD', at('2026-01-05T15:01:00Z'), 7)).toBe(7);
  });

  it('begins anew with the next day in New York, and lets the past be', () => {
    const volumes = createSessionVolume();
    volumes.add('BTC-USD', at('2026-01-06T04:59:00Z'), 3);
    expect(volumes.add('BTC-USD', at('2026-01-06T05:00:00Z'), 1)).toBe(1);
    expect(volumes.add('BTC-USD', at('2026-01-06T04:59:00Z'), 9)).toBe(1);
  });
});
