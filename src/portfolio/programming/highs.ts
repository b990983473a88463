import highsModule, { type Highs, type Model, type ModelData } from 'highs';
import type { PrimalDual } from './certificate.ts';
import type { Program } from './program.ts';

// The package's types describe its CommonJS face; its ES module exports the loader itself.
const loadHighs = highsModule as unknown as () => Promise<Highs>;

/** What HiGHS says of a program. For whole-number programs `mipGap` is the relative gap it proved. */
export interface HighsAnswer {
  readonly status: 'optimal' | 'infeasible' | 'unbounded' | 'time-limit' | 'failed';
  readonly point: PrimalDual;
  readonly mipGap: number;
}

/** A loaded HiGHS runtime. One call runs at a time and blocks its thread. */
export interface HighsSolver {
  solve(program: Program, timeLimitSeconds: number): HighsAnswer;
}

/** Loads the WebAssembly build; about 40 ms. */
export async function loadHighsSolver(): Promise<HighsSolver> {
  const highs = await loadHighs();
  return { solve: (program, timeLimitSeconds) => solve(highs, program, timeLimitSeconds) };
}

function solve(highs: Highs, program: Program, timeLimitSeconds: number): HighsAnswer {
  // The native model is never collected: it must be disposed whatever happens.
  const model = highs.createModel(modelData(highs, program));
  try {
    model.options.set({
      output_flag: false,
      time_limit: timeLimitSeconds,
      // The default regularisation leaves KKT errors above 1e-8 on tiny problems.
      qp_regularization_value: 0,
      primal_feasibility_tolerance: 1e-9,
      dual_feasibility_tolerance: 1e-9,
      mip_feasibility_tolerance: 1e-9,
      mip_rel_gap: 1e-9,
    });
    return readAnswer(highs, model, program);
  } finally {
    model.dispose();
  }
}

function readAnswer(highs: Highs, model: Model, program: Program): HighsAnswer {
  try {
    model.run();
  } catch {
    return failed(program);
  }
  const { modelStatus } = highs.constants;
  const status = model.getModelStatus();
  const { colValue, rowDual } = model.getSolution();
  const known =
    status === modelStatus.optimal
      ? 'optimal'
      : status === modelStatus.infeasible
        ? 'infeasible'
        : status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible
          ? 'unbounded'
          : status === modelStatus.timeLimit
            ? 'time-limit'
            : 'failed';
  if (colValue.length !== program.columns) return { ...failed(program), status: known };
  const rowDuals = rowDual.length === program.rowLower.length ? rowDual : failed(program).point.rowDuals;
  const mipGap = program.integer === undefined ? 0 : Number(model.info.get('mip_gap'));
  return { status: known, point: { x: colValue, rowDuals }, mipGap };
}

function failed(program: Program): HighsAnswer {
  const point = {
    x: new Float64Array(program.columns).fill(Number.NaN),
    rowDuals: new Float64Array(program.rowLower.length),
  };
  return { status: 'failed', point, mipGap: Number.POSITIVE_INFINITY };
}

function modelData(highs: Highs, program: Program): ModelData {
  const numRows = program.rowLower.length;
  const { integer } = program;
  return {
    numCols: program.columns,
    numRows,
    colCost: program.cost,
    colLower: program.lower,
    colUpper: program.upper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { format: 'csr', numRows, numCols: program.columns, ...program.rows },
    ...(integer === undefined
      ? {}
      : {
          integrality: Array.from(integer, (whole) =>
            whole === 1 ? highs.constants.variableType.integer : highs.constants.variableType.continuous,
          ),
        }),
    ...(program.hessian === null ? {} : { hessian: lowerTriangle(program.hessian, program.columns) }),
  };
}

function lowerTriangle(matrix: Float64Array, n: number): NonNullable<ModelData['hessian']> {
  const starts = new Int32Array(n + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const value = matrix[i * n + j] as number;
      if (value === 0 && i !== j) continue;
      indices.push(i);
      values.push(value);
    }
    starts[j + 1] = indices.length;
  }
  return { format: 'triangular', dimension: n, starts, indices, values };
}
