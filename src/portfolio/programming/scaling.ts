import { maxAbs } from '../linear-algebra/vectors.ts';
import type { PrimalDual } from './certificate.ts';
import type { Program } from './program.ts';

/** A program in balanced units, and the way back. */
export interface ScaledProgram {
  readonly program: Program;
  unscale(answer: PrimalDual): PrimalDual;
}

const ROUNDS = 8;

/**
 * Balances rows and columns of [H A'; A 0] to largest entry 1, and the objective to gradient size 1.
 * Source: Ruiz 2001, as used in OSQP (Stellato et al. 2020, 5.1).
 */
export function equilibrate(program: Program): ScaledProgram {
  const { columns: n, rows } = program;
  const column = new Float64Array(n).fill(1);
  const row = new Float64Array(program.rowLower.length).fill(1);
  for (let round = 0; round < ROUNDS; round++) balance(program, column, row);
  const hessian = program.hessian?.map(
    (value, at) => value * (column[Math.floor(at / n)] as number) * (column[at % n] as number),
  );
  const cost = program.cost.map((value, j) => value * (column[j] as number));
  const size = Math.max(maxAbs(cost), hessian === undefined ? 0 : maxAbs(hessian));
  const objective = size > 0 ? 1 / size : 1;
  const rowOf = rowOfEntries(program);
  const byColumn = (side: Float64Array) => side.map((value, j) => value / (column[j] as number));
  const byRow = (side: Float64Array) => side.map((value, i) => value * (row[i] as number));
  return {
    program: {
      ...program,
      hessian: hessian?.map((value) => value * objective) ?? null,
      cost: cost.map((value) => value * objective),
      rows: {
        ...rows,
        values: rows.values.map(
          (value, k) =>
            value * (row[rowOf[k] as number] as number) * (column[rows.indices[k] as number] as number),
        ),
      },
      rowLower: byRow(program.rowLower),
      rowUpper: byRow(program.rowUpper),
      lower: byColumn(program.lower),
      upper: byColumn(program.upper),
    },
    unscale: ({ x, rowDuals }) => ({
      x: x.map((value, j) => value * (column[j] as number)),
      rowDuals: rowDuals.map((value, i) => (value * (row[i] as number)) / objective),
    }),
  };
}

/** One round: divides each row and column by the square root of its largest entry. */
function balance({ columns: n, hessian, rows }: Program, column: Float64Array, row: Float64Array): void {
  const columnSize = new Float64Array(n);
  const rowSize = new Float64Array(row.length);
  for (const [at, entry] of (hessian ?? []).entries()) {
    const i = Math.floor(at / n);
    const value = Math.abs(entry) * (column[i] as number) * (column[at % n] as number);
    columnSize[i] = Math.max(columnSize[i] as number, value);
  }
  for (let i = 0; i < row.length; i++) {
    for (let k = rows.starts[i] as number; k < (rows.starts[i + 1] as number); k++) {
      const j = rows.indices[k] as number;
      const value = Math.abs(rows.values[k] as number) * (row[i] as number) * (column[j] as number);
      columnSize[j] = Math.max(columnSize[j] as number, value);
      rowSize[i] = Math.max(rowSize[i] as number, value);
    }
  }
  shrink(column, columnSize);
  shrink(row, rowSize);
}

function shrink(factors: Float64Array, sizes: Float64Array): void {
  for (const [k, size] of sizes.entries()) {
    const scaled = (factors[k] as number) / Math.sqrt(size > 0 ? size : 1);
    factors[k] = Math.min(Math.max(scaled, 1e-8), 1e8);
  }
}

function rowOfEntries({ rows, rowLower }: Program): Int32Array {
  const rowOf = new Int32Array(rows.values.length);
  for (let i = 0; i < rowLower.length; i++) rowOf.fill(i, rows.starts[i], rows.starts[i + 1]);
  return rowOf;
}
