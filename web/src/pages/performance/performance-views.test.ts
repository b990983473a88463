import { expect, it } from 'vitest';
import { performanceViews } from './performance-views.ts';

it('saved views of the Performance page give back their hours, and the usual ones for what is unknown', () => {
  const { toSearch, toSettings } = performanceViews;
  expect(toSearch(toSettings({ hours: 6 }), 0)).toEqual({ hours: 6 });
  expect(toSearch(toSettings({ hours: 6, notes: 'tag:deploy' }), 0)).toEqual({
    hours: 6,
    notes: 'tag:deploy',
  });
  expect(toSearch({ days: 7, layout: { hours: 7 } }, 0)).toEqual({ hours: 24 });
  expect(toSearch({}, 0)).toEqual({ hours: 24 });
});
