import type {
  ConfidenceBasis,
  PortfolioAdvice,
  PortfolioAdviceBody,
  PortfolioFigures,
} from '#contracts/advisor';
import type { Universe } from '#market';
import type { Assessment } from '#portfolio';
import type { AdvisorDeps, Job } from './advisor-deps.ts';
import { isSimulated } from './analyse-market.ts';
import { confidenceOf } from './confidence.ts';
import { portfolioFacts, type WeightChange } from './facts/portfolio-facts.ts';
import { frontierOf, type Improvement, improve } from './improve-portfolio.ts';
import { problemOf, readHoldings } from './portfolio-request.ts';
import { toWritten } from './wire.ts';
import { portfolioText } from './writing/portfolio-text.ts';
import { write } from './writing/write.ts';

/** Sessions a full history has: five years. */
const FULL_HISTORY = 1_260;
const CERTIFIED = 1e-8;

/**
 * Finds better weights for what is held, proves them, and explains them. Throws `invalid-fields`, `unknown-symbol` and
 * `no-portfolio` where nothing satisfies the constraints.
 */
export async function optimisePortfolio(
  body: PortfolioAdviceBody,
  deps: AdvisorDeps,
  job: Job,
): Promise<PortfolioAdvice> {
  job.onProgress({ step: 'reading', message: 'Reading the holdings' });
  const universe = await deps.market.universe();
  const held = readHoldings(body, universe);
  const problem = problemOf(body, held);
  job.onProgress({ step: 'computing', message: `Optimising ${held.symbols.length} holdings` });
  const found = await improve(deps.portfolio, problem, held, universe);
  const frontier = body.include_frontier === true ? await frontierOf(deps.portfolio, problem) : null;
  const table = portfolioFacts(found);
  const { objective = 'max_sharpe' } = body;
  const text = await write(
    {
      requestType: 'portfolio_optimization',
      task: `Explain the proposed weights, found for the objective ${objective}: what changes, what it gives up, where the risk comes from, and how far the evidence goes.`,
      table,
      template: portfolioText(table),
    },
    job.call,
    { writer: deps.ai, onStep: job.onStep },
  );
  const confidence = confidenceIn(found);
  const simulated = held.symbols.some((symbol) => isSimulated(universe, symbol));
  return {
    portfolio_analysis: text.whole,
    optimization_timestamp: new Date(deps.clock.now()).toISOString(),
    confidence: confidence.level,
    objective,
    value: held.valueUsd,
    weights: found.weights.map((it) => toWireWeight(it, universe)),
    before: toFigures(found.before),
    after: toFigures(found.after),
    turnover: found.turnover,
    certificate: found.certificate,
    frontier,
    ...toWritten(text, table, confidence, simulated, [
      ...held.notes,
      ...found.warnings,
      'Expected returns are means of the past. Nothing here is a forecast or advice.',
    ]),
  };
}

function confidenceIn({ after, stability, certificate }: Improvement): ConfidenceBasis {
  const { observations } = after.risk;
  return confidenceOf([
    {
      name: 'coverage',
      value: Math.min(1, observations / FULL_HISTORY),
      meaning: `${observations} of ${FULL_HISTORY} sessions have a return of every holding`,
    },
    {
      name: 'agreement',
      value: stability,
      meaning: 'Overlap of the weights found on the older and on the newer half of the history',
    },
    {
      name: 'certificate',
      value: certificate.kkt <= CERTIFIED ? 1 : 0,
      meaning: `The optimality conditions hold to ${CERTIFIED}`,
    },
  ]);
}

function toWireWeight(it: WeightChange, universe: Universe): PortfolioAdvice['weights'][number] {
  const instrument = universe.instrument(it.symbol);
  return {
    symbol: it.symbol,
    name: instrument?.name ?? null,
    sector: instrument?.sector ?? null,
    before: it.before,
    after: it.after,
    change: it.after - it.before,
    risk_share_before: it.riskShareBefore,
    risk_share_after: it.riskShareAfter,
  };
}

function toFigures({ expectedReturn, volatility, sharpe, risk }: Assessment): PortfolioFigures {
  return {
    expected_return: expectedReturn,
    volatility,
    sharpe,
    var_95: risk.var95,
    cvar_95: risk.cvar95,
    max_drawdown: risk.maxDrawdown,
    effective_holdings: risk.concentration.effectiveAssets,
    largest_weight: risk.concentration.largest,
  };
}
