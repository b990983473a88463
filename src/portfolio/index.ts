import type { OptimizationResult } from '#contracts/portfolio';
import type { PricePanel } from './estimate/panel.ts';
import { optimise } from './optimise.ts';
import { loadHighsSolver } from './programming/highs.ts';
import { answerQuadraticProblem, type QuadraticAnswer } from './programming/quadratic-answer.ts';
import { createSolver, type SolverOptions } from './programming/solve.ts';

export type { Assessment } from './assess.ts';
export type { PricePanel } from './estimate/panel.ts';
export { lastPrice } from './market-prices.ts';
export { createPortfolioRoom, type PortfolioRoom, type PortfolioRoomDeps } from './portfolio-room.ts';
export { PriceFileError, parsePrices } from './price-csv.ts';
export type { QuadraticAnswer } from './programming/quadratic-answer.ts';
export { parseLooseJson } from './programming/quadratic-problem.ts';

/** The engine on this thread: every call blocks until it has its answer. */
export interface Optimiser {
  /** `problem` as `OptimizationProblem` of the contracts; whatever is wrong with it is said in the result. */
  optimise(problem: unknown, prices: PricePanel): OptimizationResult;
  /** `{P, q, A_eq, b_eq, G, h, lower, upper}`. */
  solveQuadratic(problem: unknown): QuadraticAnswer;
}

/** Loads the solver, about 40 ms. */
export async function loadOptimiser(options: SolverOptions = {}): Promise<Optimiser> {
  const solver = createSolver(await loadHighsSolver(), options);
  return {
    optimise: (problem, prices) => optimise(problem, prices, solver),
    solveQuadratic: (problem) => answerQuadraticProblem(problem, solver),
  };
}
