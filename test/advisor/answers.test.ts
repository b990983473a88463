import { Compile } from 'typebox/compile';
import { afterAll, assert, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  MarketAnalysisAnswer,
  type NewsReading,
  NewsReading as NewsReadingSchema,
  type Paragraph,
  PortfolioAdvice,
} from '#contracts/advisor';
import type { Problem } from '#contracts/common';
import type { Platform } from '../../src/roles.ts';
import { importAdvisorMarket } from '../support/advisor-market.ts';
import { startTestPlatform } from '../support/platform.ts';

const isAnalysis = Compile(MarketAnalysisAnswer);
const isAdvice = Compile(PortfolioAdvice);
const isReading = Compile(NewsReadingSchema);

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
  await importAdvisorMarket(platform.database);
  const analyse = () => fetch(`${platform.url}/ai/analyze/market?symbol=AAPL`, { method: 'POST' });
  await vi.waitFor(async () => assert.equal((await analyse()).status, 200), 10_000);
});
afterAll(() => platform[Symbol.asyncDispose]());

interface Reply<T> {
  readonly status: number;
  readonly body: T & Problem;
}

async function post<T>(
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const reply = await fetch(platform.url + path, {
    method: 'POST',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as T & Problem };
}

/** The text outside the pieces that show a fact. */
const ownWords = (text: readonly Paragraph[]) =>
  text.flatMap(({ parts }) => parts.flatMap(({ text, fact }) => (fact === null ? [text] : []))).join(' ');
const joined = (text: readonly Paragraph[]) =>
  text.map(({ parts }) => parts.map(({ text }) => text).join('')).join('\n\n');

describe('POST /ai/analyze/market without keys', () => {
  it.each(['technical', 'trend', 'risk', 'fundamental', 'comprehensive'])(
    'answers a %s analysis in full',
    async (type) => {
      const { status, body } = await post<MarketAnalysisAnswer>('/ai/analyze/market', {
        symbol: 'aapl',
        analysis_type: type,
      });
      expect(status).toBe(200);
      expect(isAnalysis.Errors(body)).toEqual([]);
      expect(body).toMatchObject({
        symbol: 'AAPL',
        timeframe: '1d',
        analysis_type: type,
        model_used: 'local/template-1',
      });
      expect(body.writing).toMatchObject({ writer: 'template', attempts: 0, cost: 0, refusals: [] });
      expect(body.analysis).toBe(joined(body.text));
      expect(ownWords(body.text)).not.toMatch(/\d/);
      const known = new Set(body.facts.map(({ id }) => id));
      const shown = body.text.flatMap(({ parts }) =>
        parts.flatMap(({ fact }) => (fact === null ? [] : [fact])),
      );
      expect(shown.length).toBeGreaterThan(3);
      expect(shown.filter((id) => !known.has(id))).toEqual([]);
      expect(body.confidence).toBe(body.confidence_basis.score);
    },
  );

  it('takes its fields from the query string too, the body winning', async () => {
    const plain = await post<MarketAnalysisAnswer>(
      '/ai/analyze/market?symbol=KO&timeframe=1w&analysis_type=trend',
    );
    expect(plain.body).toMatchObject({ symbol: 'KO', timeframe: '1w', analysis_type: 'trend' });
    expect(plain.body.facts.find(({ id }) => id === 'sma20')?.label).toBe('20-week average');
    const both = await post<MarketAnalysisAnswer>('/ai/analyze/market?symbol=KO', { symbol: 'XOM' });
    expect(both.body.symbol).toBe('XOM');
  });

  it('agrees with what the indicators endpoint says', async () => {
    const { body } = await post<MarketAnalysisAnswer>('/ai/analyze/market?symbol=MSFT');
    const reply = await fetch(`${platform.url}/analytics/market/indicators/MSFT?indicators=rsi(14)&limit=1`);
    const { indicators, close } = (await reply.json()) as {
      indicators: { latest: { rsi: number } }[];
      close: number[];
    };
    const value = (id: string) => body.facts.find((fact) => fact.id === id)?.value;
    expect(value('rsi14')).toBeCloseTo(indicators[0]?.latest.rsi ?? 0, 9);
    expect(value('close')).toBeCloseTo(close[0] ?? 0, 9);
  });

  it('knows nothing of later days', async () => {
    const asOf = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10);
    const { body } = await post<MarketAnalysisAnswer>('/ai/analyze/market', { symbol: 'AAPL', as_of: asOf });
    expect(body.as_of).toBe(asOf);
    expect(body.facts.find(({ id }) => id === 'session')?.value).toBe(asOf);
  });

  it('says of one bar what one bar says', async () => {
    const { status, body } = await post<MarketAnalysisAnswer>('/ai/analyze/market', { symbol: 'ONE' });
    expect(status).toBe(200);
    expect(body.analysis).toContain('stood at $5.00');
    expect(body.confidence).toBeLessThan(0.3);
    expect(body.missing.find(({ id }) => id === 'change_1d')?.reason).toBe(
      'It needs 2 sessions; there are 1.',
    );
  });

  it('warns of a symbol that stopped trading', async () => {
    const { body } = await post<MarketAnalysisAnswer>('/ai/analyze/market', { symbol: 'GONE' });
    expect(body.notes.join(' ')).toContain('may be delisted');
    expect(body.confidence_basis).toMatchObject({ level: 'low' });
  });

  it.each([
    [{}, 422, '/symbol is required'],
    [
      { symbol: 'AAPL', analysis_type: 'astrology' },
      422,
      'technical, trend, risk, fundamental, comprehensive',
    ],
    [{ symbol: 'AAPL', timeframe: '5m' }, 422, '1d, 1w, 1m'],
    [{ symbol: 'AAPL', surprise: 1 }, 422, 'not a known field'],
    [{ symbol: 'AAPL; DROP TABLE' }, 422, '/symbol'],
    [{ symbol: 'AAPLE' }, 404, 'Did you mean AAPL'],
    [{ symbol: 'AAPL', as_of: '1999-01-01' }, 404, 'The first session of AAPL is'],
  ])('refuses %o with %i', async (request, status, told) => {
    const reply = await post('/ai/analyze/market', request);
    expect([reply.status, reply.body.detail]).toEqual([status, expect.stringContaining(told)]);
  });

  it('streams its progress to whoever accepts events', async () => {
    const reply = await fetch(`${platform.url}/ai/analyze/market?symbol=AAPL`, {
      method: 'POST',
      headers: { accept: 'text/event-stream' },
    });
    const frames = (await reply.text()).trim().split('\n\n');
    expect(reply.headers.get('content-type')).toContain('text/event-stream');
    expect(frames[0]).toContain('event: progress');
    const done = frames.at(-1)?.replace('event: done\ndata: ', '') ?? '';
    expect(isAnalysis.Errors(JSON.parse(done))).toEqual([]);
    const failed = await fetch(`${platform.url}/ai/analyze/market?symbol=NOPE`, {
      method: 'POST',
      headers: { accept: 'text/event-stream' },
    });
    expect(await failed.text()).toContain('"code":"unknown-symbol"');
  });
});

describe('POST /ai/optimize/portfolio without keys', () => {
  const holdings = [
    { symbol: 'AAPL', quantity: 10 },
    { symbol: 'msft', quantity: 5 },
    { symbol: 'KO', quantity: 20 },
    { symbol: 'AAPL', quantity: 2 },
  ];

  it('answers weights with a certificate, before and after, in words', async () => {
    const { status, body } = await post<PortfolioAdvice>('/ai/optimize/portfolio', {
      holdings,
      objective: 'min_volatility',
      include_frontier: true,
      mood: 'calm',
    });
    expect(status).toBe(200);
    expect(isAdvice.Errors(body)).toEqual([]);
    expect(body.weights.map(({ symbol }) => symbol)).toEqual(['AAPL', 'MSFT', 'KO']);
    for (const side of ['before', 'after'] as const)
      expect(body.weights.reduce((sum, weight) => sum + weight[side], 0)).toBeCloseTo(1, 9);
    expect(body.after.volatility).toBeLessThan(body.before.volatility);
    expect(body.certificate.kkt).toBeLessThanOrEqual(1e-8);
    expect(body.frontier).toHaveLength(20);
    expect(body.portfolio_analysis).toBe(joined(body.text));
    expect(ownWords(body.text)).not.toMatch(/\d/);
    expect(body.portfolio_analysis).toContain('Annual volatility falls from');
    expect(body.notes).toContain('These fields are not read: mood.');
    expect(['high', 'medium', 'low']).toContain(body.confidence);
    expect(body.confidence_basis.parts.map(({ name }) => name)).toEqual([
      'coverage',
      'agreement',
      'certificate',
    ]);
  });

  it.each(['max_sharpe', 'min_cvar', 'risk_parity', 'hrp'])(
    'takes weights and the objective %s',
    async (objective) => {
      const weights = ['AAPL', 'MSFT', 'KO', 'XOM'].map((symbol) => ({ symbol, weight: 0.25 }));
      const { status, body } = await post<PortfolioAdvice>('/ai/optimize/portfolio', {
        holdings: weights,
        objective,
      });
      expect(status, body.detail).toBe(200);
      expect(body).toMatchObject({ objective, value: null });
      expect(isAdvice.Errors(body)).toEqual([]);
    },
  );

  it('keeps to constraints', async () => {
    const { body } = await post<PortfolioAdvice>('/ai/optimize/portfolio', {
      holdings,
      objective: 'min_volatility',
      constraints: { max_weight: 0.4, bounds: { ko: [0.3, 0.35] }, max_turnover: 1 },
    });
    expect(Math.max(...body.weights.map(({ after }) => after))).toBeLessThanOrEqual(0.4 + 1e-8);
    const coke = body.weights.find(({ symbol }) => symbol === 'KO')?.after ?? 0;
    expect(coke).toBeGreaterThanOrEqual(0.3 - 1e-8);
    expect(2 * body.turnover).toBeLessThanOrEqual(1 + 1e-8);
  });

  const weight = (symbol: string, value: number) => ({ symbol, weight: value });
  it.each([
    [{ holdings: [] }, 422, '/holdings'],
    [{ holdings: [{ symbol: 'AAPL' }] }, 422, 'needs a quantity or a weight'],
    [{ holdings: [{ symbol: 'AAPL', quantity: 1, weight: 0.5 }] }, 422, 'has both'],
    [{ holdings: [{ symbol: 'AAPL', quantity: 1 }, weight('KO', 0.5)] }, 422, 'mixes quantities and weights'],
    [{ holdings: [{ symbol: 'AAPL', quantity: -1 }] }, 422, '/holdings/0/quantity'],
    [{ holdings: [weight('AAPL', 0.5), weight('KO', 0.3)] }, 422, 'sum to 0.8; they must sum to 1'],
    [{ holdings: [weight('AAPL', 0.5), weight('NOPE', 0.5)] }, 404, 'no prices of NOPE'],
    [{ holdings: [weight('AAPL', 0.5), weight('GONE', 0.5)] }, 422, 'may be delisted'],
    [{ holdings: [weight('AAPL', 0.5), weight('ONE', 0.5)] }, 422, 'Too little history: ONE'],
    [{ holdings, constraints: { max_weight: 0.2 } }, 422, 'cannot hold together'],
    [{ holdings, constraints: { min_weight: 0.5, max_weight: 0.4 } }, 422, 'above max_weight'],
    [{ holdings, constraints: { bounds: { TSLA: [0, 1] } } }, 422, 'not among the holdings'],
    [{ holdings, constraints: { max_wieght: 0.2 } }, 422, '/constraints/max_wieght'],
    [{ holdings, objective: 'target_return' }, 422, 'is required by the objective'],
    [{ holdings, objective: 'target_return', constraints: { target_return: 9 } }, 422, ''],
    [{ holdings, objective: 'get_rich' }, 422, 'must be one of'],
    [
      { holdings: Array.from({ length: 5_000 }, (_, k) => ({ symbol: `S${k}`, quantity: 1 })) },
      422,
      'at most 1000',
    ],
  ])('refuses %o with %i', async (request, status, told) => {
    const reply = await post('/ai/optimize/portfolio', request);
    expect([reply.status, reply.body.detail]).toEqual([status, expect.stringContaining(told)]);
  });
});

describe('POST /ai/sentiment/news without keys', () => {
  it('answers scores and entities of each, and a text about all', async () => {
    const { status, body } = await post<NewsReading>('/ai/sentiment/news', [
      {
        title: 'Apple shares surge after record profit',
        content: 'Apple posted a record quarter. Sales rose.',
      },
      { title: 'Ford falls on recall', source: 'wire' },
      { title: 'Infosys loss narrows', content: null },
    ]);
    expect(status).toBe(200);
    expect(isReading.Errors(body)).toEqual([]);
    expect(body.items.map(({ label }) => label)).toEqual(['positive', 'negative', 'positive']);
    expect(body.news_count).toBe(3);
    expect(body.entities.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Apple', 'Ford', 'Infosys']),
    );
    expect(body.sentiment_analysis).toBe(joined(body.text));
    expect(ownWords(body.text)).not.toMatch(/\d/);
  });

  it('says of what it cannot judge why', async () => {
    const { body } = await post<NewsReading>('/ai/sentiment/news', [
      { title: '' },
      { title: '苹果股价上涨' },
      { title: '\u200B\u202E' },
      { title: '12345' },
    ]);
    expect(body.items.map(({ note }) => note)).toEqual([
      'The text is empty.',
      'The text is not in English.',
      'The text is empty.',
      'The text has no words.',
    ]);
    expect(body).toMatchObject({ confidence: 0, overall: { label: null, score: null } });
  });

  it('reads a megabyte as quickly as a page', async () => {
    const article = { title: 'Apple profit rises', content: 'Sales rose. '.repeat(90_000) };
    const started = performance.now();
    const { status, body } = await post<NewsReading>('/ai/sentiment/news', [article, article]);
    expect([status, body.items[0]?.label]).toEqual([200, 'positive']);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.each([
    [[], 422, 'must not have fewer than 1 items'],
    [[{}], 422, '/0/title is required'],
    [{ title: 'one' }, 422, 'must be array'],
    [[{ title: 5 }], 422, '/0/title'],
    [Array.from({ length: 1_001 }, () => ({ title: 'x' })), 422, 'more than 1000 items'],
  ])('refuses %o with %i', async (request, status, told) => {
    const reply = await post('/ai/sentiment/news', request);
    expect([reply.status, reply.body.detail]).toEqual([status, expect.stringContaining(told)]);
  });
});
