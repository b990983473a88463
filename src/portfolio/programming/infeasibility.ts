import { maxAbs } from '../linear-algebra/vectors.ts';
import type { HighsSolver } from './highs.ts';
import { type Program, transposeTimes } from './program.ts';

/** One constraint that takes part in a contradiction. */
export interface ConflictMember {
  readonly kind: 'row' | 'lower' | 'upper';
  readonly index: number;
  readonly name: string;
  /** The side it asks for. */
  readonly value: number;
}

/** Constraints that cannot hold together. */
export interface Conflict {
  readonly members: readonly ConflictMember[];
  /** By how much the members' weighted sum contradicts itself: positive is a proof (Farkas' lemma). */
  readonly margin: number;
}

const ZERO = 1e-9;

/**
 * Looks for a contradiction among the constraints; `undefined` where there is none. The rows are relaxed with slacks of
 * unit cost: the multipliers of the cheapest relaxation are the weights of a contradiction, which is then checked
 * without the solver's help.
 */
export function findConflict(
  program: Program,
  highs: HighsSolver,
  timeLimitSeconds: number,
): Conflict | undefined {
  const crossed = crossedBounds(program);
  if (crossed !== undefined) return crossed;
  const { point } = highs.solve(elasticProgram(program), timeLimitSeconds);
  return contradiction(program, point.rowDuals);
}

function crossedBounds(program: Program): Conflict | undefined {
  for (let j = 0; j < program.columns; j++) {
    const margin = (program.lower[j] as number) - (program.upper[j] as number);
    if (margin > 0) return { members: [side(program, 'lower', j), side(program, 'upper', j)], margin };
  }
  for (let i = 0; i < program.rowLower.length; i++) {
    const margin = (program.rowLower[i] as number) - (program.rowUpper[i] as number);
    if (margin > 0) return { members: [rowSide(program, i, 1), rowSide(program, i, -1)], margin };
  }
  return undefined;
}

/** The same rows, each with a slack on every finite side; only the slacks cost. */
function elasticProgram(program: Program): Program {
  const { columns, rows, rowLower, rowUpper } = program;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  let extra = columns;
  for (let i = 0; i < rowLower.length; i++) {
    for (let k = rows.starts[i] as number; k < (rows.starts[i + 1] as number); k++) {
      indices.push(rows.indices[k] as number);
      values.push(rows.values[k] as number);
    }
    const signs = [Number.isFinite(rowLower[i]) ? 1 : 0, Number.isFinite(rowUpper[i]) ? -1 : 0];
    for (const sign of signs) {
      if (sign === 0) continue;
      indices.push(extra++);
      values.push(sign);
    }
    starts.push(indices.length);
  }
  const slacks = extra - columns;
  return {
    ...program,
    columns: extra,
    hessian: null,
    cost: Float64Array.from({ length: extra }, (_, j) => (j < columns ? 0 : 1)),
    rows: {
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
    lower: Float64Array.from([...program.lower, ...new Float64Array(slacks)]),
    upper: Float64Array.from([...program.upper, ...new Float64Array(slacks).fill(Number.POSITIVE_INFINITY)]),
    ...(program.integer === undefined
      ? {}
      : { integer: Uint8Array.from([...program.integer, ...new Uint8Array(slacks)]) }),
  };
}

/**
 * Farkas: with weights y, y'Ax is at most Σ max(cⱼlⱼ, cⱼuⱼ) for c = A'y, and at least the weighted row sides. Where the
 * least asked exceeds the most possible, no x exists.
 */
function contradiction(program: Program, weights: Float64Array): Conflict | undefined {
  const largest = maxAbs(weights);
  if (!(largest > ZERO)) return undefined;
  const y = weights.map((value) => (Math.abs(value) > ZERO * largest ? value / largest : 0));
  const combined = transposeTimes(program.rows, y, program.columns);
  const members: ConflictMember[] = [];
  let asked = 0;
  let size = 1;
  for (const [i, weight] of y.entries()) {
    if (weight === 0) continue;
    const member = rowSide(program, i, weight);
    asked += weight * member.value;
    size = Math.max(size, Math.abs(weight * member.value));
    members.push(member);
  }
  let possible = 0;
  for (const [j, coefficient] of combined.entries()) {
    if (Math.abs(coefficient) <= ZERO) continue;
    const member = side(program, coefficient > 0 ? 'upper' : 'lower', j);
    possible += coefficient * member.value;
    size = Math.max(size, Math.abs(coefficient * member.value));
    members.push(member);
  }
  const margin = asked - possible;
  return margin > ZERO * size ? { members, margin } : undefined;
}

function side(program: Program, kind: 'lower' | 'upper', index: number): ConflictMember {
  return { kind, index, name: program.columnName(index), value: program[kind][index] as number };
}

function rowSide(program: Program, index: number, weight: number): ConflictMember {
  const value = (weight > 0 ? program.rowLower : program.rowUpper)[index] as number;
  return { kind: 'row', index, name: program.rowName(index), value };
}
