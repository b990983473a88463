import { cholesky, choleskySolve } from '../linear-algebra/cholesky.ts';
import { multiply } from '../linear-algebra/vectors.ts';

/** A view: the portfolio `pick` (weights over the assets) will return `value` a year. */
export interface View {
  readonly pick: Float64Array;
  readonly value: number;
  /** 0 (a guess) … 1 (certain); without it the view is as uncertain as the prior itself. */
  readonly confidence?: number;
}

export interface BlackLittermanInput {
  /** Prior covariance, annual. */
  readonly covariance: Float64Array;
  /** Prior expected returns, annual: see `impliedReturns`. */
  readonly prior: Float64Array;
  readonly views: readonly View[];
  /** Uncertainty of the prior mean as a share of the covariance. */
  readonly tau?: number;
}

/** Posterior expected returns and covariance, annual. */
export interface BlackLittermanPosterior {
  readonly expectedReturns: Float64Array;
  readonly covariance: Float64Array;
}

/** Returns at which the market's own weights would be optimal: riskAversion·Σw + rf. */
export function impliedReturns(
  covariance: Float64Array,
  marketWeights: Float64Array,
  riskAversion: number,
  riskFreeRate: number,
): Float64Array {
  return multiply(covariance, marketWeights).map((value) => riskAversion * value + riskFreeRate);
}

/**
 * Posterior of the mean given the views: π + τΣP'(PτΣP' + Ω)⁻¹(Q − Pπ), and Σ plus the posterior's own uncertainty.
 * Ω is diagonal: τ·pᵢΣpᵢ', or Idzorek's (1 − c)/c times it where a confidence is given. `undefined` where views repeat
 * each other with certainty. Sources: Black & Litterman 1992; He & Litterman 1999; Idzorek 2005.
 */
export function blackLitterman({
  covariance,
  prior,
  views,
  tau = 0.05,
}: BlackLittermanInput): BlackLittermanPosterior | undefined {
  const n = prior.length;
  const k = views.length;
  const tauSigmaPick = views.map(({ pick }) => multiply(covariance, pick).map((value) => tau * value));
  const middle = new Float64Array(k * k);
  for (const [i, { pick, confidence = 0.5 }] of views.entries()) {
    for (const [j, column] of tauSigmaPick.entries()) middle[i * k + j] = inner(pick, column);
    const own = middle[i * k + i] as number;
    middle[i * k + i] = own + (own * (1 - confidence)) / Math.max(confidence, 1e-12);
  }
  const factor = cholesky(middle, k);
  if (factor === undefined) return undefined;
  const surprise = Float64Array.from(views, ({ pick, value }) => value - inner(pick, prior));
  const pull = choleskySolve(factor, surprise);
  const expectedReturns = prior.map((value, j) =>
    tauSigmaPick.reduce((sum, column, i) => sum + (column[j] as number) * (pull[i] as number), value),
  );
  const posterior = covariance.map((value) => (1 + tau) * value);
  for (let j = 0; j < n; j++) {
    const row = Float64Array.from(tauSigmaPick, (column) => column[j] as number);
    const explained = choleskySolve(factor, row);
    for (let l = 0; l < n; l++)
      posterior[j * n + l] =
        (posterior[j * n + l] as number) -
        tauSigmaPick.reduce((sum, column, i) => sum + (column[l] as number) * (explained[i] as number), 0);
  }
  return { expectedReturns, covariance: symmetrised(posterior, n) };
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, j) => sum + value * (b[j] as number), 0);
}

function symmetrised(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((value, at) => (value + (matrix[(at % n) * n + Math.floor(at / n)] as number)) / 2);
}
