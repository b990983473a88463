/* Everything under these keys is asked again when its facts change. Apart from the queries, so that the live line, which
   every page has, loads those of no page. */

/** When the market changes. */
export const LIVE_MARKET = ['market', 'live'] as const;
/** When events come in. */
export const LIVE_BUSINESS = ['business'] as const;
/** When events come in. */
export const LIVE_USERS = ['users'] as const;
/** When a sample was taken. */
export const LIVE_PERFORMANCE = ['performance'] as const;
/** When a forecast has changed or an anomaly was found. */
export const LIVE_PREDICTIONS = ['predictions'] as const;
/** When an alert has changed. */
export const LIVE_ALERTS = ['alerts'] as const;
/** When an annotation or an alert has changed. */
export const LIVE_ANNOTATIONS = ['annotations'] as const;
