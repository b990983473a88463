import type { FactTable } from '../facts/fact.ts';
import { type Phrase, phrasesOf } from './phrases.ts';

/** What an optimisation found, told without a model, in placeholders. */
export function portfolioText(table: FactTable): string[] {
  const say = phrasesOf(table);
  return [outcome(say), positions(say, table), evidence(say)].filter((text) => text !== '');
}

function outcome(say: Phrase): string {
  const change = (id: string, subject: string) =>
    say.first(
      say.moved(
        `${id}_after`,
        ({ rises }) => `${subject} ${rises} from {{fact:${id}_before}} to {{fact:${id}_after}}.`,
      ),
      say.has([`${id}_before`, `${id}_after`], `${subject} stays at {{fact:${id}_after}}.`),
    );
  return say.join(
    change('volatility', 'Annual volatility'),
    change('return', 'Expected return'),
    change('sharpe', 'The Sharpe ratio'),
    change('cvar', 'The expected shortfall of a single day'),
    say.has(['turnover'], 'Moving there takes a turnover of {{fact:turnover}}.'),
  );
}

function positions(say: Phrase, { facts }: FactTable): string {
  const ranked = (prefix: string) =>
    [...facts.values()].find(({ id, rank }) => id.startsWith(prefix) && rank === 'highest');
  const largest = ranked('weight_after_');
  const riskiest = ranked('risk_share_');
  const moved = [...facts.values()]
    .filter(({ id, direction }) => id.startsWith('weight_after_') && direction !== 0)
    .slice(0, 4);
  return say.join(
    largest === undefined ? '' : `The largest weight goes to ${largest.subject}, at {{fact:${largest.id}}}.`,
    ...moved.map(({ id, subject }) =>
      say.moved(
        id,
        ({ rises }) =>
          `The weight of ${subject} ${rises} from {{fact:weight_before_${subject}}} to {{fact:${id}}}.`,
      ),
    ),
    riskiest === undefined
      ? ''
      : `The largest share of the risk, {{fact:${riskiest.id}}}, comes from ${riskiest.subject}.`,
  );
}

function evidence(say: Phrase): string {
  return say.join(
    say.has(
      ['observations', 'history_from', 'history_to'],
      'The estimates rest on {{fact:observations}} sessions from {{fact:history_from}} to {{fact:history_to}}.',
    ),
    'Expected returns are means of the past and no forecast.',
    say.has(['stability'], 'Both halves of the history agree on {{fact:stability}} of the weights.'),
    say.has(['certificate_kkt'], 'Optimality is proven to a residual of {{fact:certificate_kkt}}.'),
  );
}
