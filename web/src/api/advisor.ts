import { useMutation } from '@tanstack/react-query';
import type {
  MarketAnalysisAnswer,
  MarketAnalysisQuery,
  NewsItem,
  NewsReading,
  PortfolioAdvice,
  PortfolioAdviceBody,
} from '#contracts/advisor';
import { requestJson } from './client.ts';

/** Judges headlines: labels, entities and a summary. */
export function useNews() {
  return useMutation({
    mutationFn: (items: readonly NewsItem[]) => ask<NewsReading>('/ai/sentiment/news', items),
  });
}

/** Analyses one symbol. */
export function useAnalysis() {
  return useMutation({
    mutationFn: (query: MarketAnalysisQuery) => ask<MarketAnalysisAnswer>('/ai/analyze/market', query),
  });
}

/** Finds better weights within constraints, with a proof. */
export function useOptimisation() {
  return useMutation({
    mutationFn: (body: PortfolioAdviceBody) => ask<PortfolioAdvice>('/ai/optimize/portfolio', body),
  });
}

function ask<Answer>(path: string, body: unknown): Promise<Answer> {
  return requestJson<Answer>(path, { method: 'POST', body });
}
