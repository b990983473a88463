import { afterAll, assert, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MarketAnalysisAnswer, NewsReading, PortfolioAdvice } from '#contracts/advisor';
import type { Platform } from '../../src/roles.ts';
import { importAdvisorMarket } from '../support/advisor-market.ts';
import { startTestPlatform } from '../support/platform.ts';
import { type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.ts';

const stack = new AsyncDisposableStack();
let platform: Platform;
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = stack.use(await startScriptedProvider());
  platform = stack.use(
    await startTestPlatform({ OPENAI_API_KEY: 'sk-scripted', OPENAI_BASE_URL: provider.url }),
  );
  await importAdvisorMarket(platform.database);
  provider.script(() => JSON.stringify({ paragraphs: ['{{fact:session}}'] }));
  const analyse = () => fetch(`${platform.url}/ai/analyze/market?symbol=AAPL`, { method: 'POST' });
  await vi.waitFor(async () => assert.equal((await analyse()).status, 200), 10_000);
});
afterAll(() => stack.disposeAsync());
beforeEach(() => provider.script(() => '{}'));

const texts =
  (...paragraphs: readonly string[]) =>
  () =>
    JSON.stringify({ paragraphs });

async function analyse(symbol: string, type = 'technical'): Promise<MarketAnalysisAnswer> {
  const reply = await fetch(`${platform.url}/ai/analyze/market?symbol=${symbol}&analysis_type=${type}`, {
    method: 'POST',
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as MarketAnalysisAnswer;
}

describe('a text of a model', () => {
  it('is delivered where it holds, its figures linked to their facts', async () => {
    provider.script(
      texts(
        'On {{fact:session}} the price of KO stood at {{fact:close}}.',
        'The RSI reads {{fact:rsi14}}, and the trend score is {{fact:trend_score}}.',
      ),
    );
    const answer = await analyse('KO');
    expect(answer.writing).toMatchObject({ writer: 'model', attempts: 1, reason: null, refusals: [] });
    expect(answer.model_used).not.toContain('local');
    expect(answer.writing.cost).toBeGreaterThan(0);
    expect(answer.simulated).toBe(false);
    const close = answer.facts.find(({ id }) => id === 'close');
    expect(answer.text[0]?.parts).toContainEqual({ text: close?.text, fact: 'close' });
    expect(answer.analysis).toContain(`stood at ${close?.text}`);
  });

  it('is written from the facts and under the rules', async () => {
    provider.script(texts('The close is {{fact:close}}.'));
    await analyse('XOM', 'trend');
    const asked = provider.asked.at(-1);
    expect(asked?.system).toContain('Never write a digit');
    expect(asked?.system).toMatch(/close: \{"label":"close","shows":"\$/);
    expect(asked?.prompt).toContain('trend analysis of XOM');
  });

  it('is mended once where it does not hold', async () => {
    provider.script(texts('MSFT closed at 12 dollars.'), texts('MSFT closed at {{fact:close}}.'));
    const answer = await analyse('MSFT');
    expect(answer.writing).toMatchObject({ writer: 'model', attempts: 2 });
    expect(answer.writing.refusals.map(({ kind }) => kind)).toContain('numeral');
    expect(provider.asked.at(-1)?.prompt).toContain('is a digit outside a placeholder');
  });

  it.each([
    ['a digit', 'AAPL closed at 99.'],
    ['an unknown fact', 'AAPL closed at {{fact:moon}}.'],
    ['a wrong side', 'The price is above and below the {{label:sma200}}.'],
    ['another company', 'Tesla closed at {{fact:close}}.'],
    ['a forecast', 'AAPL will rise. It closed at {{fact:close}}.'],
    ['nothing at all', 'simulated'],
    ['an address', 'See https://evil.example for {{fact:close}}.'],
  ])('gives way to the template where it twice says %s', async (_, text) => {
    provider.script(texts(text));
    const answer = await analyse('AAPL', 'risk');
    expect(answer).toMatchObject({
      model_used: 'local/template-1',
      writing: { writer: 'template', attempts: 2 },
    });
    expect(answer.writing.reason).toContain('did not hold');
    expect(answer.writing.refusals.length).toBeGreaterThan(1);
    expect(answer.analysis).not.toContain(text.slice(0, 12));
  });

  it('explains an optimisation and sums up news', async () => {
    provider.script(texts('Volatility goes from {{fact:volatility_before}} to {{fact:volatility_after}}.'));
    const holdings = ['AAPL', 'KO', 'XOM'].map((symbol) => ({ symbol, quantity: 3 }));
    const advice = (await (await post('/ai/optimize/portfolio', { holdings })).json()) as PortfolioAdvice;
    expect(advice.writing).toMatchObject({ writer: 'model', attempts: 1 });
    expect(advice.portfolio_analysis).toMatch(/^Volatility goes from \d+\.\d% to \d+\.\d%\.$/);
    provider.script(texts('The overall tone is {{fact:tone}}.'));
    const news = (await (
      await post('/ai/sentiment/news', [{ title: 'Ford profit rises' }])
    ).json()) as NewsReading;
    expect(news.sentiment_analysis).toBe('The overall tone is positive.');
    expect(provider.asked.at(-1)?.system).toContain('headline_1: "Ford profit rises"');
  });
});

function post(path: string, body: unknown): Promise<Response> {
  return fetch(platform.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

describe('where the demo simulates the providers', () => {
  it('refuses what they say and tells that all is simulated', { timeout: 120_000 }, async () => {
    await using demo = await startTestPlatform({ RICHESREACH_DEMO: 'true' });
    const symbols = await (await fetch(`${demo.url}/analytics/market/symbols?limit=1`)).json();
    const [{ symbol }] = (symbols as { symbols: [{ symbol: string }] }).symbols;
    const reply = await fetch(`${demo.url}/ai/analyze/market?symbol=${symbol}`, { method: 'POST' });
    const answer = (await reply.json()) as MarketAnalysisAnswer;
    expect(answer).toMatchObject({ simulated: true, model_used: 'local/template-1' });
    expect(answer.writing).toMatchObject({ writer: 'template', attempts: 2 });
    expect(answer.notes.join(' ')).toContain('no real model has answered');
    expect(answer.notes.join(' ')).toContain('Market data are simulated');
    expect(answer.facts.length).toBeGreaterThan(20);
  });
});
