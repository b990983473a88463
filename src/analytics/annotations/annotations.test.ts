import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '#contracts/access';
import type { AlertSpan, Annotation } from '#contracts/annotations';
import type { Problem } from '#contracts/common';
import { createBus, createHttpServer, createIdempotencyStore, createLogger, type Database } from '#platform';
import { createTestDatabase } from '../../../test/support/database.ts';
import { annotationRoutes } from './routes.ts';

interface Answer extends Problem {
  readonly annotation: Annotation;
  readonly annotations: (Annotation | AlertSpan)[];
  readonly count: number;
  readonly truncated: boolean;
  readonly deleted: boolean;
}

const logger = createLogger({ logLevel: 'silent' });
const NOW = '2026-11-25T12:00:00.000Z';
const day = (date: number) => `2026-11-${String(date).padStart(2, '0')}T00:00:00.000Z`;

describe('annotations', () => {
  let database: Database;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let scopes = new Set<Scope>(['admin']);
  let told = 0;
  let nowMs = Date.parse(NOW);
  beforeAll(async () => {
    database = await createTestDatabase();
    const { pool } = database;
    const [bus, clock] = [createBus(logger), { now: () => nowMs }];
    bus.subscribe('annotations.changed', () => {
      told += 1;
    });
    server = await createHttpServer({
      logger,
      guard: () => ({ id: 'ann', name: 'Ann', scopes }),
      idempotency: createIdempotencyStore(pool, clock),
      routes: annotationRoutes({ pool, bus, clock }),
    });
  });
  afterAll(async () => {
    await server.close();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    scopes = new Set(['admin']);
    nowMs = Date.parse(NOW);
    await database.pool.query('TRUNCATE analytics_annotations, analytics_alerts RESTART IDENTITY CASCADE');
    told = 0;
  });

  async function call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path = '',
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Answer }> {
    const url = `/analytics/annotations${path}`;
    const reply = await server.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: reply.statusCode, body: reply.json<Answer>() };
  }
  async function note(text: string, more: object = {}): Promise<number> {
    const { status, body } = await call('POST', '', { text, ...more });
    expect([status, body.errors]).toEqual([201, undefined]);
    return body.annotation.id;
  }
  const texts = async (query = '') => (await call('GET', query)).body.annotations.map(({ text }) => text);
  async function alert(alert: { type: string; from: string; to?: string; data?: object }): Promise<void> {
    await database.pool.query(
      `INSERT INTO analytics_alerts (alert_type, severity, title, message, alert_data, "timestamp", resolved_at)
       VALUES ($1, 'warning', $2, 'A message', $3, $4, $5)`,
      [alert.type, `An alert: ${alert.type}`, JSON.stringify(alert.data ?? {}), alert.from, alert.to ?? null],
    );
  }

  it('are made of now or of a span, changed in part, and deleted, and each time others are told', async () => {
    const now = await call('POST', '', { text: '  v3.1 deployed ', tags: ['deploy', 'deploy'] });
    expect(now).toMatchObject({
      status: 201,
      body: {
        annotation: {
          source: 'person',
          text: 'v3.1 deployed',
          starts_at: NOW,
          ends_at: null,
          tags: ['deploy'],
          dashboards: [],
          author: 'Ann',
        },
      },
    });
    const outage = await note('Provider outage', {
      starts_at: '2026-11-25T09:00:00+02:00',
      ends_at: '2026-11-25T08:00:00Z',
      dashboards: ['performance'],
    });
    expect(told).toBe(2);
    expect(
      (await call('PATCH', `/${outage}`, { ends_at: '2026-11-25T09:30:00Z' })).body.annotation,
    ).toMatchObject({
      text: 'Provider outage',
      starts_at: '2026-11-25T07:00:00.000Z',
      ends_at: '2026-11-25T09:30:00.000Z',
      dashboards: ['performance'],
    });
    const moment = await call('PATCH', `/${outage}`, { ends_at: null, text: 'Outage began', dashboards: [] });
    expect(moment.body.annotation).toMatchObject({ text: 'Outage began', ends_at: null, dashboards: [] });
    expect(told).toBe(4);
    expect((await call('DELETE', `/${outage}`)).body.deleted).toBe(true);
    expect((await call('DELETE', `/${outage}`)).body.deleted).toBe(false);
    expect([await texts(), told]).toEqual([['v3.1 deployed'], 5]);
  });

  it('are found by any touch of a half-open time, latest first, and say where some are left out', async () => {
    await note('before', { starts_at: day(10) });
    await note('ends at the start', { starts_at: day(10), ends_at: day(12) });
    await note('reaches in', { starts_at: day(11), ends_at: day(13) });
    await note('at the start', { starts_at: day(12) });
    await note('within', { starts_at: day(13), ends_at: day(14) });
    await note('spans it', { starts_at: day(9), ends_at: day(20) });
    await note('at the end', { starts_at: day(15) });
    const period = `?from=${day(12)}&to=${day(15)}`;
    expect(await texts(period)).toEqual(['within', 'at the start', 'reaches in', 'spans it']);
    expect(await texts()).toHaveLength(7);
    expect((await call('GET', `${period}&limit=2`)).body).toMatchObject({
      annotations: [{ text: 'within' }, { text: 'at the start' }],
      count: 2,
      truncated: true,
    });
    expect((await call('GET', `${period}&limit=4`)).body).toMatchObject({ count: 4, truncated: false });
  });

  it('are found by every tag and by dashboard; those of no dashboard are on all', async () => {
    await note('all', { tags: ['deploy', 'v3.1'] });
    await note('business', { tags: ['campaign'], dashboards: ['business_intelligence'] });
    await note('two', { tags: ['deploy'], dashboards: ['performance', 'user_analytics'] });
    expect(await texts('?tags=deploy')).toEqual(['two', 'all']);
    expect(await texts('?tags=deploy,%20v3.1')).toEqual(['all']);
    expect(await texts('?dashboard_type=business_intelligence')).toEqual(['business', 'all']);
    expect(await texts('?dashboard_type=user_analytics&tags=deploy')).toEqual(['two', 'all']);
  });

  it('have alerts beside them, from firing to resolved, on their dashboards, for those who may read alerts', async () => {
    await alert({ type: 'threshold', from: day(10), to: day(12) });
    await alert({ type: 'burn_rate', from: day(11) });
    await alert({ type: 'market_change', from: day(13), to: day(14) });
    await alert({ type: 'anomaly', from: day(13), to: day(14), data: { source: 'market' } });
    await note('A note', { starts_at: day(12) });
    const { body } = await call('GET', `?dashboard_type=performance&from=${day(12)}`);
    expect(body.annotations).toMatchObject([
      { source: 'person', text: 'A note' },
      {
        source: 'alert',
        text: 'An alert: burn_rate',
        message: 'A message',
        starts_at: day(11),
        ends_at: null,
        tags: ['alert', 'warning'],
        dashboards: ['performance'],
      },
    ]);
    expect(await texts('?dashboard_type=market_analytics&source=alert')).toEqual([
      'An alert: anomaly',
      'An alert: market_change',
    ]);
    expect(await texts('?tags=alert,critical')).toEqual([]);
    expect(await texts('?source=person')).toEqual(['A note']);
    scopes = new Set(['analytics:read']);
    expect(await texts()).toEqual(['A note']);
  });

  it('are made once where a request is sent again, and keep the time of the first try', async () => {
    const key = { 'idempotency-key': 'release-3.1' };
    const first = await call('POST', '', { text: 'v3.1 deployed' }, key);
    nowMs += 60_000;
    const again = await call('POST', '', { text: 'v3.1 deployed' }, key);
    expect([again.body.annotation, again.body.annotation.starts_at]).toEqual([first.body.annotation, NOW]);
    expect(await texts()).toHaveLength(1);
  });

  it.each([
    ['no text', {}, '/text'],
    ['an empty text', { text: '' }, '/text'],
    ['a blank text', { text: ' \n ' }, '/text'],
    ['a NUL', { text: 'a\0b' }, '/text'],
    ['a long text', { text: 'x'.repeat(1001) }, '/text'],
    ['no instant', { text: 'x', starts_at: 'yesterday' }, '/starts_at'],
    ['a leap second', { text: 'x', starts_at: '2026-06-30T23:59:60Z' }, '/starts_at'],
    ['an empty span', { text: 'x', starts_at: day(12), ends_at: day(12) }, '/ends_at'],
    ['an end before now', { text: 'x', ends_at: day(11) }, '/ends_at'],
    ['a tag of two words', { text: 'x', tags: ['two words'] }, '/tags/0'],
    ['many tags', { text: 'x', tags: Array.from({ length: 11 }, (_, index) => `t${index}`) }, '/tags'],
    ['an unknown dashboard', { text: 'x', dashboards: ['weather'] }, '/dashboards/0'],
    ['another author', { text: 'x', author: 'Bob' }, '/author'],
  ])('refuse %s and name the field', async (_name, body, pointer) => {
    const reply = await call('POST', '', body);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-fields']);
    expect(reply.body.errors?.map((error) => error.pointer)).toEqual([pointer]);
    expect([await texts(), told]).toEqual([[], 0]);
  });

  it('refuse a change that would end before it starts, an empty one, and an unknown id', async () => {
    const id = await note('Campaign', { starts_at: day(12), ends_at: day(14) });
    const late = await call('PATCH', `/${id}`, { starts_at: day(15) });
    expect(late.body.errors).toEqual([
      { pointer: '/ends_at', message: `must be later than the start, ${day(15)}; null for a moment` },
    ]);
    expect((await call('PATCH', `/${id}`, {})).body.code).toBe('invalid-fields');
    expect((await call('PATCH', '/9', { text: 'x' })).body).toMatchObject({
      status: 404,
      code: 'unknown-annotation',
    });
    expect((await call('PATCH', '/1e30', { text: 'x' })).body.code).toBe('invalid-fields');
    expect((await call('GET')).body.annotations).toMatchObject([{ starts_at: day(12), ends_at: day(14) }]);
  });

  it('refuse to look in an empty time, on an unknown dashboard, or for too many', async () => {
    const pointer = async (query: string) => (await call('GET', query)).body.errors?.[0]?.pointer;
    expect(await pointer(`?from=${day(12)}&to=${day(12)}`)).toBe('/query/to');
    expect(await pointer('?from=soon')).toBe('/query/from');
    expect(await pointer('?dashboard_type=weather')).toBe('/query/dashboard_type');
    expect(await pointer('?limit=1001')).toBe('/query/limit');
  });
});
