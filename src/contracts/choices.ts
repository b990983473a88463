/** Lists that the web app offers as choices: apart from the schemas, so that a page need not load those. */

export const REQUEST_TYPES = [
  'market_analysis',
  'options_strategy',
  'portfolio_optimization',
  'risk_assessment',
  'news_sentiment',
  'general_chat',
  'code_generation',
] as const;

export const STRATEGIES = ['quality', 'balanced', 'cost', 'latency'] as const;

export const BUDGET_SCOPES = ['global', 'key', 'user'] as const;
export const BUDGET_WINDOWS = ['request', 'day', 'month'] as const;

export const SEVERITIES = ['info', 'warning', 'critical'] as const;

export const ANALYSIS_TYPES = ['technical', 'trend', 'risk', 'fundamental', 'comprehensive'] as const;

/** What a portfolio may be optimised for. */
export const OBJECTIVES = [
  'max_sharpe',
  'min_volatility',
  'min_cvar',
  'risk_parity',
  'hrp',
  'target_return',
  'target_volatility',
] as const;

/** The dashboards there are, by the names of the API. */
export const DASHBOARD_TYPES = [
  'business_intelligence',
  'market_analytics',
  'user_analytics',
  'performance',
] as const;

/** What the users of a funnel may be told apart by. */
export const FUNNEL_BREAKDOWNS = ['segment', 'page', 'feature'] as const;
