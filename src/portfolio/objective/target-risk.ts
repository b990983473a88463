import type { Certificate } from '../programming/certificate.ts';
import { type Allocation, format, refuse } from './allocation.ts';

/** A family of portfolios ordered by risk aversion: more aversion, less risk. */
export interface RiskFamily {
  readonly name: string;
  /** Maximises return − ½·aversion·risk². */
  atAversion(aversion: number): Allocation;
  leastRisk(): Allocation;
  riskOf(weights: Float64Array): number;
}

type Optimal = Extract<Allocation, { status: 'optimal' }>;

interface Bracket {
  aversion: number;
  risk: number;
  allocation: Optimal;
}

const MAX_STEPS = 200;
const PRECISION = 1e-13;

/**
 * Highest return at a risk of at most `target`: finds the risk aversion at which the optimal portfolio has exactly that
 * risk. On the last tiny interval the two ends are mixed, which is optimal too: risk is convex, and between them
 * nothing changes but rounding.
 */
export function allocateAtRisk(family: RiskFamily, target: number): Allocation {
  if (!(target > 0)) return refuse('invalid', `A target ${family.name} must be above 0; it is ${target}.`);
  const least = family.leastRisk();
  if (least.status !== 'optimal') return least;
  const floor = family.riskOf(least.weights);
  if (floor > target * (1 + 1e-9)) {
    const reason = `A ${family.name} of ${format(target)} is out of reach: these constraints allow no less than ${format(floor)}.`;
    return refuse('infeasible', reason, [`target ${family.name}`]);
  }
  // At the floor there is nothing left to choose.
  if (floor >= target * (1 - 1e-9)) return least;
  const bracket = findBracket(family, target, {
    aversion: Number.POSITIVE_INFINITY,
    risk: floor,
    allocation: least,
  });
  if ('status' in bracket) return bracket;
  const [risky, safe] = narrow(family, target, bracket.risky, bracket.safe);
  const mix = safe.risk === risky.risk ? 0 : (target - safe.risk) / (risky.risk - safe.risk);
  const weights = safe.allocation.weights.map(
    (value, j) => value + mix * ((risky.allocation.weights[j] as number) - value),
  );
  const certificate = atTarget(worse(safe.allocation.certificate, risky.allocation.certificate), risky, {
    excess: family.riskOf(weights) - target,
    target,
  });
  return { status: 'optimal', weights, certificate };
}

/** Two aversions between which the risk crosses the target, or the answer if the target does not bind. */
function findBracket(
  family: RiskFamily,
  target: number,
  least: Bracket,
): { risky: Bracket; safe: Bracket } | Allocation {
  let safe = least;
  for (let aversion = 1e3; aversion >= 1e-9; aversion /= 8) {
    const allocation = family.atAversion(aversion);
    if (allocation.status === 'unbounded' || allocation.status === 'unresolved') break;
    if (allocation.status !== 'optimal') return allocation;
    const risk = family.riskOf(allocation.weights);
    if (risk > target) return { risky: { aversion, risk, allocation }, safe };
    safe = { aversion, risk, allocation };
  }
  // However little risk is feared, the portfolio stays below the target: it is simply the one of highest return.
  return safe.allocation;
}

/** Bisection guarded secant in ln(aversion) until the two risks enclose the target tightly. */
function narrow(family: RiskFamily, target: number, risky: Bracket, safe: Bracket): [Bracket, Bracket] {
  let [high, low] = [risky, safe];
  for (let step = 0; step < MAX_STEPS; step++) {
    if (high.risk - low.risk <= PRECISION * target || high.risk - target <= PRECISION * target) break;
    const aversion = nextAversion(target, high, low, step);
    if (!(aversion > high.aversion) || !(aversion < low.aversion)) break;
    const allocation = family.atAversion(aversion);
    if (allocation.status !== 'optimal') break;
    const risk = family.riskOf(allocation.weights);
    if (risk > target) high = { aversion, risk, allocation };
    else low = { aversion, risk, allocation };
  }
  return [high, low];
}

/** On one active set risk² is linear in 1/aversion², so that is where the secant is drawn. */
function nextAversion(target: number, high: Bracket, low: Bracket, step: number): number {
  if (!Number.isFinite(low.aversion)) return high.aversion * 8;
  const a = high.aversion ** -2;
  const b = low.aversion ** -2;
  if (step % 3 === 2) return Math.sqrt(1 / (a * b)) ** 0.5;
  const share = (target ** 2 - low.risk ** 2) / (high.risk ** 2 - low.risk ** 2);
  return (b + share * (a - b)) ** -0.5;
}

function worse(a: Certificate, b: Certificate): Certificate {
  return a.kkt > b.kkt ? a : b;
}

/** The risk limit is one more constraint, with multiplier ½·aversion on risk². */
function atTarget(
  certificate: Certificate,
  { aversion }: Bracket,
  { excess, target }: { excess: number; target: number },
): Certificate {
  const primalResidual = Math.max(certificate.primalResidual, excess);
  const gap = certificate.gap + aversion * target * Math.abs(excess);
  return {
    ...certificate,
    primalResidual,
    gap,
    kkt: Math.max(primalResidual, certificate.dualResidual, gap),
  };
}
