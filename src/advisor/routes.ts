import {
  MarketAnalysisAnswer,
  MarketAnalysisBody,
  MarketAnalysisQuery,
  NewsBody,
  NewsReading,
  PortfolioAdvice,
  PortfolioAdviceBody,
} from '#contracts/advisor';
import { defineRoute, type Route } from '#platform';
import type { AdvisorDeps } from './advisor-deps.ts';
import { analyseMarket } from './analyse-market.ts';
import { optimisePortfolio } from './optimise-portfolio.ts';
import { readNews } from './read-news.ts';
import { answerOrStream } from './stream.ts';

const COMMON = { method: 'POST', scope: 'ai:use', tag: 'ai-router' } as const;
const HOW =
  ' Figures come from our engines; a model only words them, every statement is held against a fact, and without a provider key a template answers. With Accept: text/event-stream the answer comes as events: progress, then done or error.';
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export function advisorRoutes(deps: AdvisorDeps): Route[] {
  return [
    defineRoute({
      ...COMMON,
      path: '/ai/analyze/market',
      summary: 'Analyse a symbol: facts, a text grounded in them, and a derived confidence',
      description: `Takes symbol, timeframe, analysis_type and as_of as query parameters or as a JSON body.${HOW}`,
      schemas: { query: MarketAnalysisQuery, body: MarketAnalysisBody, response: MarketAnalysisAnswer },
      handler: (request) =>
        answerOrStream(request, (job) => analyseMarket({ ...request.query, ...request.body }, deps, job)),
    }),
    defineRoute({
      ...COMMON,
      path: '/ai/optimize/portfolio',
      summary: 'Optimise a portfolio: weights with a certificate, before and after, explained',
      description: `Holdings have a quantity or a weight.${HOW}`,
      bodyLimitBytes: MAX_BODY_BYTES,
      schemas: { body: PortfolioAdviceBody, response: PortfolioAdvice },
      handler: (request) => answerOrStream(request, (job) => optimisePortfolio(request.body, deps, job)),
    }),
    defineRoute({
      ...COMMON,
      path: '/ai/sentiment/news',
      summary: 'Judge news: scores and entities of each article, and a summary',
      description: `Takes an array of { title, content? }. Scores are our own model’s: no text can change them but by its words.${HOW}`,
      bodyLimitBytes: MAX_BODY_BYTES,
      schemas: { body: NewsBody, response: NewsReading },
      handler: (request) => answerOrStream(request, (job) => readNews(request.body, deps, job)),
    }),
  ];
}
