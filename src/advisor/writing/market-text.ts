import type { FactTable } from '../facts/fact.ts';
import type { AnalysisType } from '../facts/market-facts.ts';
import { type Phrase, phrasesOf } from './phrases.ts';

/** What there is to say of a symbol without a model, in placeholders. What is not known is not spoken of. */
export function marketText(table: FactTable, symbol: string, type: AnalysisType): string[] {
  const say = phrasesOf(table);
  const parts: Record<Exclude<AnalysisType, 'comprehensive'>, () => string[]> = {
    technical: () => [averages(say), momentum(say), trend(say)],
    trend: () => [moves(say), averages(say), trend(say)],
    risk: () => [volatility(say), tails(say)],
    fundamental: () => [company(say)],
  };
  const body =
    type === 'comprehensive'
      ? [moves(say), averages(say), momentum(say), trend(say), volatility(say), tails(say), company(say)]
      : parts[type]();
  return [opening(say, symbol), ...body].filter((text) => text !== '');
}

function opening(say: Phrase, symbol: string): string {
  return say.join(
    say.first(
      say.moved(
        'change_1d',
        (way) => `On {{fact:session}} ${symbol} ${way.verb} {{fact:change_1d}} to {{fact:close}}.`,
      ),
      say.has(['session', 'close'], `On {{fact:session}} ${symbol} stood at {{fact:close}}.`),
    ),
    say.has(['bars'], 'The analysis rests on {{fact:bars}} sessions of history.'),
  );
}

function moves(say: Phrase): string {
  return say.join(
    say.moved('change_21d', (way) => `Over the month the price ${way.verb} {{fact:change_21d}}.`),
    say.moved('change_63d', (way) => `Over the quarter it ${way.verb} {{fact:change_63d}}.`),
    say.moved('change_252d', (way) => `Over the year it ${way.verb} {{fact:change_252d}}.`),
    say.moved(
      'relative_63d',
      (way) => `Against the market it ${way.verb} {{fact:relative_63d}} over the quarter.`,
    ),
  );
}

function averages(say: Phrase): string {
  const side = (id: string, subject: string) =>
    say.side(id, (where) => `${subject} is ${where} the {{label:${id}}} of {{fact:${id}}}.`);
  return say.join(side('sma50', 'The price'), side('sma200', 'The price'));
}

function momentum(say: Phrase): string {
  return say.join(
    say.read('rsi14', (reading) => `The RSI of {{fact:rsi14}} is ${reading}.`),
    say.read('stoch_k', (reading) => `The stochastic of {{fact:stoch_k}} is ${reading}.`),
    say.side('macd_signal', (where) => `MACD is ${where} its signal line.`),
    say.read('adx14', (reading) => `With ADX at {{fact:adx14}}, the trend strength is ${reading}.`),
    say.side('bb_upper', (where) =>
      where === 'above' ? 'The price is above the upper band of {{fact:bb_upper}}.' : '',
    ),
    say.side('bb_lower', (where) =>
      where === 'below' ? 'The price is below the lower band of {{fact:bb_lower}}.' : '',
    ),
    say.moved(
      'volume_vs_average',
      (way) => `Volume was {{fact:volume_vs_average}} ${way.side} its monthly average.`,
    ),
  );
}

function trend(say: Phrase): string {
  return say.join(
    say.has(
      ['trend_state', 'trend_score'],
      'The trend is {{fact:trend_state}}, with a trend score of {{fact:trend_score}}.',
    ),
    say.has(['market_trend'], 'The market as a whole is {{fact:market_trend}}.'),
    say.has(
      ['signals_total', 'signals_bullish', 'signals_bearish'],
      'Of {{fact:signals_total}} signals, {{fact:signals_bullish}} are bullish and {{fact:signals_bearish}} are bearish.',
    ),
    say.side('sma200', (where) =>
      where === 'at'
        ? ''
        : `A close ${where === 'above' ? 'below' : 'above'} the {{label:sma200}} would change the picture.`,
    ),
  );
}

function volatility(say: Phrase): string {
  return say.join(
    say.has(['volatility_21d'], 'Annualised volatility over the month is {{fact:volatility_21d}}.'),
    say.has(['volatility_252d'], 'Over the year it is {{fact:volatility_252d}}.'),
    say.has(
      ['atr14', 'atr_percent'],
      'The average true range is {{fact:atr14}}, or {{fact:atr_percent}} of the price.',
    ),
    say.has(['beta'], 'Beta against the market is {{fact:beta}}.'),
  );
}

function tails(say: Phrase): string {
  return say.join(
    say.has(['max_drawdown_252d'], 'The maximum drawdown of the year was {{fact:max_drawdown_252d}}.'),
    say.has(
      ['high_252d', 'low_252d'],
      'The yearly high is {{fact:high_252d}} and the yearly low is {{fact:low_252d}}.',
    ),
    say.has(
      ['var_95', 'cvar_95'],
      'For a single day the value at risk is {{fact:var_95}} and the expected shortfall is {{fact:cvar_95}}.',
    ),
  );
}

function company(say: Phrase): string {
  return say.join(
    say.has(['market_cap'], 'Market value is {{fact:market_cap}}.'),
    say.has(['sector'], 'The sector is {{fact:sector}}.'),
    say.has(['dividend_yield'], 'The dividend yield is {{fact:dividend_yield}}.'),
    say.has(['dollar_volume_21d'], 'On average {{fact:dollar_volume_21d}} changes hands in a session.'),
    'No company accounts are connected, so nothing is said of earnings or revenue.',
  );
}
