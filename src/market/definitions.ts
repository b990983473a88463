/** What each market figure means; every answer carries them as `meta.definitions`. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  change_percent:
    '100·(close·split/previous close − 1): price return against the previous session, restated for a split on the day',
  symbols:
    'symbols with a bar in this session and in the previous one; only these have a change. In a session under way, a symbol that has not traded stands at its last close',
  total_market_cap:
    'sum of shares outstanding × close over the symbols whose share count is known (total_market_cap_members); share counts are carried over splits',
  up_volume: 'volume of the symbols that rose; down_volume of those that fell',
  new_52w_highs:
    'symbols whose high lies above the highest of the 252 sessions before, split-adjusted; new_52w_lows alike',
  percent_above_sma50: 'share of the symbols with 50 sessions that close above their mean; _sma200 alike',
  sector_performance: 'change weighted by the market cap at the previous close; also with equal weights',
  index_change_percent_cap_weight: 'change of all symbols weighted by the market cap at the previous close',
  volatility_index:
    'realised_volatility_21d: sample standard deviation of the last 21 daily changes of the cap-weighted index × √252 × 100; it is not the VIX',
  market_trend:
    'mean of sign(close − SMA200), sign(SMA50 − SMA200), sign of the 63-day slope where |t| > 2, breadth above SMA50 and the 10-day advance/decline balance; bullish above 0.33, bearish below −0.33, hysteresis 0.1',
  lists: 'gainers and losers by change_percent, most active by volume or by dollar volume; ties by symbol',
  rsi14_distribution: 'symbols by RSI(14), Wilder',
  macd_signals: 'MACD(12,26,9): crosses of the signal line in this session, and the side it stands on',
  bollinger: 'closes above, inside or below the bands of 20 sessions and 2 standard deviations',
  moving_averages: 'SMA50 crossing above (golden) or below (death) SMA200 in this session',
};
