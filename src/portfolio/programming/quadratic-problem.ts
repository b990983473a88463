import { asymmetry, negativeCurvature } from './convexity.ts';
import { type Program, RowBuilder } from './program.ts';

/** A quadratic program as people write it: minimise ½x'Px + q'x with A_eq x = b_eq, G x ≤ h, lower ≤ x ≤ upper. */
const FIELDS = ['P', 'q', 'A_eq', 'b_eq', 'G', 'h', 'lower', 'upper'] as const;

export type ReadProblem =
  | { readonly status: 'ready'; readonly program: Program; readonly equalities: number }
  | { readonly status: 'invalid' | 'not_convex'; readonly reason: string };

/** A value that cannot be used; the message says where it is and what is wrong. */
class Refusal extends Error {
  override name = 'Refusal';
}

export const MAX_VARIABLES = 2_000;

/** Reads a problem from JSON values. Missing parts are empty; `null` in a bound is an open side. */
export function readQuadraticProblem(input: unknown): ReadProblem {
  try {
    if (input === null || typeof input !== 'object' || Array.isArray(input))
      throw new Refusal(`The problem is not an object with ${FIELDS.join(', ')}.`);
    return read(input as Record<string, unknown>);
  } catch (error) {
    if (error instanceof Refusal) return { status: 'invalid', reason: error.message };
    throw error;
  }
}

function read(problem: Record<string, unknown>): ReadProblem {
  const unknown = Object.keys(problem).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new Refusal(`"${unknown}" is not a field; use ${FIELDS.join(', ')}.`);
  const n = countVariables(problem);
  const hessian = isAbsent(problem.P) ? null : readHessian(problem.P, n);
  const cost = isAbsent(problem.q) ? new Float64Array(n) : readVector('q', problem.q, n);
  const equalities = readRows('A_eq', 'b_eq', problem.A_eq, problem.b_eq, n);
  const inequalities = readRows('G', 'h', problem.G, problem.h, n);
  const lower = readBounds('lower', problem.lower, n, Number.NEGATIVE_INFINITY);
  const upper = readBounds('upper', problem.upper, n, Number.POSITIVE_INFINITY);
  const smallest = hessian === null ? undefined : negativeCurvature(hessian, n);
  if (smallest !== undefined) {
    const reason = `P is not positive semidefinite: its smallest eigenvalue is ${smallest.toPrecision(6)}, so the objective has no convex minimum.`;
    return { status: 'not_convex', reason };
  }
  const builder = new RowBuilder();
  const every = Array.from({ length: n }, (_, j) => j);
  for (const [i, { coefficients, side }] of equalities.entries())
    builder.add(`A_eq[${i}]`, side, side, every, (j) => coefficients[j] as number);
  for (const [i, { coefficients, side }] of inequalities.entries())
    builder.add(`G[${i}]`, Number.NEGATIVE_INFINITY, side, every, (j) => coefficients[j] as number);
  const program: Program = {
    ...builder.build(),
    columns: n,
    hessian,
    cost,
    lower,
    upper,
    columnName: (j) => `x[${j}]`,
  };
  return { status: 'ready', program, equalities: equalities.length };
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

function countVariables(problem: Record<string, unknown>): number {
  const sized = [problem.P, problem.q, problem.lower, problem.upper].find(Array.isArray);
  const row = [problem.A_eq, problem.G].find(
    (rows): rows is unknown[][] => Array.isArray(rows) && Array.isArray(rows[0]),
  );
  const n = sized?.length ?? row?.[0]?.length ?? 0;
  if (n === 0) throw new Refusal('The problem has no variables: give P or q.');
  if (n > MAX_VARIABLES)
    throw new Refusal(
      `The problem has ${n} variables; at most ${MAX_VARIABLES} are taken as a dense problem.`,
    );
  return n;
}

function readHessian(value: unknown, n: number): Float64Array {
  const rows = readList('P', value, n);
  const matrix = new Float64Array(n * n);
  for (const [i, row] of rows.entries()) matrix.set(readVector(`P[${i}]`, row, n), i * n);
  const odd = asymmetry(matrix, n);
  if (odd !== undefined) {
    const { row, column } = odd;
    throw new Refusal(
      `P is not symmetric: P[${row}][${column}] = ${matrix[row * n + column]}, P[${column}][${row}] = ${matrix[column * n + row]}. Use (P + P')/2.`,
    );
  }
  return matrix;
}

function readRows(
  name: string,
  sideName: string,
  matrix: unknown,
  sides: unknown,
  n: number,
): { coefficients: Float64Array; side: number }[] {
  if (isAbsent(matrix) && isAbsent(sides)) return [];
  if (isAbsent(matrix) || isAbsent(sides))
    throw new Refusal(`${name} and ${sideName} belong together; one of them is missing.`);
  if (!Array.isArray(matrix)) throw new Refusal(`${name} is not a list of rows.`);
  const rhs = readVector(sideName, sides, matrix.length, sideName === 'h');
  return matrix.map((row, i) => ({
    coefficients: readVector(`${name}[${i}]`, row, n),
    side: rhs[i] as number,
  }));
}

function readBounds(name: string, value: unknown, n: number, open: number): Float64Array {
  if (isAbsent(value)) return new Float64Array(n).fill(open);
  const list = Array.isArray(value) ? readList(name, value, n) : Array.from({ length: n }, () => value);
  return Float64Array.from(list, (bound, j) => {
    if (bound === null) return open;
    const side = readNumber(`${name}[${j}]`, bound, true);
    if (side === -open) throw new Refusal(`${name}[${j}] is ${side}: no finite value satisfies it.`);
    return Math.abs(side) >= 1e20 ? open : side;
  });
}

function readList(name: string, value: unknown, length: number): unknown[] {
  if (!Array.isArray(value)) throw new Refusal(`${name} is not a list.`);
  if (value.length !== length)
    throw new Refusal(`${name} has ${value.length} entries where ${length} are needed.`);
  return value;
}

function readVector(name: string, value: unknown, length: number, openAbove = false): Float64Array {
  const list = readList(name, value, length);
  return Float64Array.from(list, (entry, i) => {
    const number = readNumber(`${name}[${i}]`, entry, openAbove);
    if (number === Number.NEGATIVE_INFINITY)
      throw new Refusal(`${name}[${i}] is -Infinity: nothing is below it.`);
    return number;
  });
}

/** Non-finite numbers arrive as the strings that `parseLooseJson` makes of them. */
function readNumber(name: string, value: unknown, infiniteAllowed: boolean): number {
  const number = typeof value === 'string' && /^(NaN|-?Infinity)$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') throw new Refusal(`${name} is ${JSON.stringify(value)}, not a number.`);
  if (Number.isNaN(number)) throw new Refusal(`${name} is NaN. Remove or estimate the missing value first.`);
  if (!Number.isFinite(number) && !infiniteAllowed)
    throw new Refusal(`${name} is ${number}; it must be finite.`);
  return number;
}

/** JSON in which bare NaN and ±Infinity, as numerical tools write them, become strings that can be named. */
export function parseLooseJson(text: string): unknown {
  const pattern = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
  return JSON.parse(text.replace(pattern, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
