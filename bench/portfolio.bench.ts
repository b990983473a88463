// Minimum variance on real covariances: ours against HiGHS alone and quadprog; random problems. `node bench/portfolio.bench.ts [problems]`
import * as fc from 'fast-check';
import quadprog from 'quadprog';
import { sampleCovariance } from '../src/portfolio/estimate/covariance.ts';
import { completeRows, type PricePanel, returnsOf } from '../src/portfolio/estimate/panel.ts';
import { quadraticForm } from '../src/portfolio/linear-algebra/vectors.ts';
import { minScenarioRisk } from '../src/portfolio/objective/scenario-risk.ts';
import { loadHighsSolver } from '../src/portfolio/programming/highs.ts';
import { interiorPoint } from '../src/portfolio/programming/interior-point.ts';
import { polish } from '../src/portfolio/programming/polish.ts';
import { type Program, RowBuilder } from '../src/portfolio/programming/program.ts';
import { answerQuadraticProblem } from '../src/portfolio/programming/quadratic-answer.ts';
import { arbitraryProblem, gapToBruteForce } from '../src/portfolio/programming/random-problems.test-data.ts';
import { createSolver } from '../src/portfolio/programming/solve.ts';
import { loadSp500 } from '../test/support/sp500.ts';
import { elapsedMs, leastMs, machine } from './measure.ts';

const SIZES = [20, 100, 480];
const HISTORY = 1_260;

const highs = await loadHighsSolver();
const solver = createSolver(highs);
const panel = realPrices();
console.log(machine());
for (const n of SIZES) compare(n);
tailRisk(480);
randomProblems(Number(process.argv[2] ?? 10_000));

/** Closes of the symbols with a full history; splits are left to the returns filter below. */
function realPrices(): PricePanel {
  const bars = loadSp500().bars.filter(({ days }) => days.length >= HISTORY);
  const length = Math.min(...bars.map(({ days }) => days.length));
  const columns = bars.map(({ close, split }) => {
    let factor = 1;
    const adjusted = Float64Array.from(close);
    for (let t = close.length - 1; t >= 0; t--) {
      adjusted[t] = (close[t] as number) / factor;
      factor *= split[t] as number;
    }
    return adjusted.slice(-length);
  });
  const days = Array.from(bars[0]?.days.slice(-length) ?? [], String);
  return { symbols: bars.map(({ symbol }) => symbol), days, columns };
}

function minimumVariance(n: number): Program {
  const part = { ...panel, symbols: panel.symbols.slice(0, n), columns: panel.columns.slice(0, n) };
  return {
    ...new RowBuilder().add('budget', 1, 1, Array(n).keys(), () => 1).build(),
    columns: n,
    hessian: sampleCovariance(returnsOf(part)),
    cost: new Float64Array(n),
    lower: new Float64Array(n),
    upper: new Float64Array(n).fill(1),
    columnName: (j) => part.symbols[j] as string,
  };
}

function compare(n: number): void {
  const program = minimumVariance(n);
  const hessian = program.hessian as Float64Array;
  const one = indexedFromOne(n, hessian);
  const rounds = n > 200 ? 3 : 20;
  const outcome = solver.solve(program);
  if (outcome.status !== 'optimal') throw new Error(outcome.status);
  const second = polish(program, n <= 64 ? highs.solve(program, 30).point : interiorPoint(program));
  // It factors D in place, so every call gets its own copy.
  const byQuadprog = () =>
    quadprog.solveQP(
      one.D.map((row) => [...row]),
      [...one.d],
      one.A,
      [...one.b],
      1,
    );
  const theirs = byQuadprog().solution.slice(1);
  const half = (x: Float64Array) => 0.5 * quadraticForm(hessian, x);
  const gap = (x: Float64Array) => Math.abs(half(x) - outcome.objective) / outcome.objective;
  const ms = leastMs(
    {
      ours: () => void solver.solve(program),
      highs: () => void highs.solve(program, 30),
      quadprog: () => void byQuadprog(),
    },
    rounds,
  );
  const { kkt, primalResidual } = outcome.certificate;
  console.log(
    `n=${n}: ours ${ms.ours.toFixed(2)} ms, highs alone ${ms.highs.toFixed(2)} ms, quadprog ${ms.quadprog.toFixed(2)} ms;` +
      ` quadprog/ours ${(ms.quadprog / ms.ours).toFixed(1)}, highs/ours ${(ms.highs / ms.ours).toFixed(2)};` +
      ` kkt ${kkt.toExponential(1)}, infeasibility ${primalResidual.toExponential(1)},` +
      ` gap to the second method ${gap(second.answer.x).toExponential(1)}, to quadprog ${gap(Float64Array.from(theirs)).toExponential(1)}`,
  );
}

/** quadprog counts from 1 and wants A'x ≥ b, equalities first. */
function indexedFromOne(n: number, hessian: Float64Array) {
  const D = [[], ...Array.from({ length: n }, (_, i) => [0, ...hessian.subarray(i * n, i * n + n)])];
  const constraint = (i: number, k: number) =>
    k === 0 ? 1 : k <= n ? Number(k - 1 === i) : -Number(k - 1 - n === i);
  const A = [
    [],
    ...Array.from({ length: n }, (_, i) => [
      0,
      ...Array.from({ length: 2 * n + 1 }, (_, k) => constraint(i, k)),
    ]),
  ];
  const b = [0, 1, ...Array.from({ length: 2 * n }, (_, k) => (k < n ? 0 : -1))];
  return { D, d: Array.from({ length: n + 1 }, () => 0), A, b };
}

function tailRisk(n: number): void {
  const part = { ...panel, symbols: panel.symbols.slice(0, n), columns: panel.columns.slice(0, n) };
  const returns = returnsOf(completeRows(part));
  const constraints = {
    symbols: part.symbols,
    lower: new Float64Array(n),
    upper: new Float64Array(n).fill(1),
    budget: 1,
    groups: [],
  };
  const problem = {
    constraints,
    expectedReturns: new Float64Array(n),
    scenarios: returns.columns,
    measure: 'cvar',
    beta: 0.95,
  } as const;
  let kkt = Number.NaN;
  const ms = elapsedMs(() => {
    const allocation = minScenarioRisk(problem, solver);
    if (allocation.status === 'optimal') kkt = allocation.certificate.kkt;
  });
  console.log(`CVaR n=${n}, ${returns.days.length} days: ${ms.toFixed(0)} ms, kkt ${kkt.toExponential(1)}`);
}

/** Every "optimal" is attacked by feasible rivals, every "infeasible" checked against a known feasible point. */
function randomProblems(count: number): void {
  const counts: Record<string, number> = {};
  let falseOptimal = 0;
  let falseInfeasible = 0;
  let worst = 0;
  const ms = elapsedMs(() => {
    for (const { problem, feasiblePoint } of fc.sample(arbitraryProblem, { numRuns: count, seed: 1 })) {
      const answer = answerQuadraticProblem(problem, solver);
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      if (answer.status === 'infeasible' && feasiblePoint !== null) falseInfeasible++;
      if (answer.x === null) continue;
      worst = Math.max(worst, answer.kkt ?? Number.POSITIVE_INFINITY);
      if (gapToBruteForce(problem, answer.x, feasiblePoint) > 1e-6) falseOptimal++;
    }
  });
  console.log(
    `${count} random problems in ${(ms / 1000).toFixed(1)} s: ${JSON.stringify(counts)}; false "optimal" ${falseOptimal},` +
      ` false "infeasible" ${falseInfeasible}, largest kkt ${worst.toExponential(1)}`,
  );
}
