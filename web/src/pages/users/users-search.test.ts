import { describe, expect, it } from 'vitest';
import { withPeriod } from '../../format/period-search.ts';
import { funnelOf } from './funnel-search.ts';
import { readUsersSearch, type UsersSearch } from './users-search.ts';
import { usersViews } from './users-views.ts';

const NOON_MS = Date.parse('2026-03-10T12:00:00Z');
const FULL: UsersSearch = {
  range: '90d',
  zone: 'Asia/Kathmandu',
  cohort: 'month',
  retention: 'rolling',
  cells: 'users',
  depth: 3,
  start: '/pricing',
  steps: [{ page: '/pricing' }, { event_type: 'purchase', property: { name: 'seats', equals: 5 } }],
  order: 'strict',
  window: 3_600,
  split: 'segment',
  clusters: 6,
  analysis: 12,
};

describe('the address of the Users page', () => {
  it('holds period, retention, paths, funnel and clusters', () => {
    expect(readUsersSearch({ ...FULL })).toEqual(FULL);
    expect(readUsersSearch({})).toEqual({});
  });

  it('drops what it does not know, and what is as usual', () => {
    const search = {
      range: 'ever',
      cohort: 'year',
      retention: 'fixed',
      cells: 'percent',
      depth: 5,
      start: 7,
      order: 'ordered',
      window: 0,
      split: 'country',
      clusters: 21,
      analysis: 0,
      x: 1,
    };
    expect(readUsersSearch(search)).toEqual({});
    expect(readUsersSearch({ clusters: 2.5, depth: 99, window: 'long' })).toEqual({});
  });

  it.each([
    ['one step', [{ page: '/' }]],
    ['21 steps', Array.from({ length: 21 }, () => ({ page: '/' }))],
    ['a step that fits everything', [{ page: '/' }, {}]],
    ['a step of two things', [{ page: '/' }, { page: '/', event_type: 'x' }]],
    ['an unknown condition', [{ page: '/' }, { page: '/', country: 'np' }]],
    ['a broken property', [{ page: '/' }, { page: '/', property: { name: 'plan' } }]],
    ['no list', { page: '/' }],
    ['texts', ['/', 'purchase']],
  ])('takes %s for no funnel, so that the usual one is shown', (_what, steps) => {
    expect(readUsersSearch({ steps })).toEqual({});
  });

  it('means a funnel as the API takes it', () => {
    expect(funnelOf(FULL)).toEqual({ steps: FULL.steps, order: 'strict', window_seconds: 3_600 });
    expect(funnelOf({})).toMatchObject({ order: 'ordered', steps: { length: 3 } });
  });

  it.each<UsersSearch>([{ range: '30d' }, FULL, { from: '2026-03-01', to: '2026-03-09', clusters: 3 }])(
    'is given back by a saved view of it: %o',
    (search) => {
      const stored: unknown = JSON.parse(JSON.stringify(usersViews.toSettings(withPeriod(search))));
      expect(usersViews.toSearch(stored as object, NOON_MS)).toEqual(search);
    },
  );
});
