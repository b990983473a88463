import { describe, expect, it } from 'vitest';
import type { BusinessSearch } from './business-search.ts';
import { businessViews } from './business-views.ts';

const NOON_MS = Date.parse('2026-03-10T12:00:00Z');

describe('saved views of the Business page', () => {
  it.each<BusinessSearch>([
    { range: '7d' },
    { range: 'quarter', zone: 'Asia/Kathmandu' },
    { from: '2026-03-01', to: '2026-03-31', zone: 'UTC', compare: 'off' },
    { from: '2020-01-01', to: '2026-03-31' },
  ])('give back the address they were made of: %o', (search) => {
    expect(businessViews.toSearch(businessViews.toSettings(search), NOON_MS)).toEqual(search);
  });

  it('tell the API zone and length, except of a period without a fixed or allowed one', () => {
    expect(businessViews.toSettings({ range: '90d', zone: 'Europe/Berlin' })).toMatchObject({
      days: 90,
      time_zone: 'Europe/Berlin',
    });
    expect(businessViews.toSettings({ from: '2026-03-01', to: '2026-03-31' })).toMatchObject({ days: 31 });
    expect(businessViews.toSettings({ range: 'month' })).not.toHaveProperty('days');
    expect(businessViews.toSettings({ from: '2020-01-01', to: '2026-03-31' })).not.toHaveProperty('days');
  });

  it('read settings that another client saved, and never give an empty address', () => {
    const { toSearch } = businessViews;
    expect(toSearch({}, NOON_MS)).toEqual({ range: '30d' });
    expect(toSearch({ days: 7, layout: { columns: 3 } }, NOON_MS)).toEqual({ range: '7d' });
    // There it is already the next day.
    expect(toSearch({ days: 14, time_zone: 'Pacific/Kiritimati' }, NOON_MS)).toEqual({
      from: '2026-02-26',
      to: '2026-03-11',
      zone: 'Pacific/Kiritimati',
    });
    expect(toSearch({ days: 1, time_zone: 'Mars' }, NOON_MS)).toEqual({
      from: '2026-03-10',
      to: '2026-03-10',
    });
  });
});
