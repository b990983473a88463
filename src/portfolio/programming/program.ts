/** Rows of a constraint matrix, compressed by row (CSR). */
export interface SparseRows {
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/**
 * minimise ½x'Hx + c'x  subject to  rowLower ≤ Ax ≤ rowUpper,  lower ≤ x ≤ upper.
 *
 * `hessian` is dense, row-major and symmetric, or `null` for a linear program. An absent side is ±Infinity, an equality
 * has equal sides. `integer[j] = 1` asks for a whole xⱼ. The names are what a conflict is reported with.
 */
export interface Program {
  readonly columns: number;
  readonly hessian: Float64Array | null;
  readonly cost: Float64Array;
  readonly rows: SparseRows;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly integer?: Uint8Array;
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
}

/** Collects the rows of a program one by one. */
export class RowBuilder {
  readonly #starts: number[] = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #names: string[] = [];

  /** Adds lower ≤ Σ values[k]·x[indices[k]] ≤ upper. Zero coefficients are left out. */
  add(
    name: string,
    lower: number,
    upper: number,
    indices: Iterable<number>,
    values: (index: number) => number,
  ): this {
    for (const index of indices) {
      const value = values(index);
      if (value === 0) continue;
      this.#indices.push(index);
      this.#values.push(value);
    }
    this.#starts.push(this.#indices.length);
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#names.push(name);
    return this;
  }

  /** Adds every row of a program. */
  addAll(program: Program): this {
    for (let i = 0; i < program.rowLower.length; i++) {
      const entries = rowEntries(program, i);
      const sides = [program.rowLower[i] as number, program.rowUpper[i] as number] as const;
      this.add(program.rowName(i), ...sides, entries.keys(), (j) => entries.get(j) ?? 0);
    }
    return this;
  }

  build(): Pick<Program, 'rows' | 'rowLower' | 'rowUpper' | 'rowName'> {
    const names = this.#names;
    return {
      rows: {
        starts: Int32Array.from(this.#starts),
        indices: Int32Array.from(this.#indices),
        values: Float64Array.from(this.#values),
      },
      rowLower: Float64Array.from(this.#lower),
      rowUpper: Float64Array.from(this.#upper),
      rowName: (row) => names[row] ?? `row ${row}`,
    };
  }
}

/** The non-zero coefficients of one row, by column. */
export function rowEntries({ rows }: Program, row: number): Map<number, number> {
  const entries = new Map<number, number>();
  for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++)
    entries.set(rows.indices[k] as number, rows.values[k] as number);
  return entries;
}

/** Ax, one value a row. */
export function rowActivity({ starts, indices, values }: SparseRows, x: Float64Array): Float64Array {
  const activity = new Float64Array(starts.length - 1);
  for (let row = 0; row < activity.length; row++) {
    let sum = 0;
    for (let k = starts[row] as number; k < (starts[row + 1] as number); k++) {
      sum += (values[k] as number) * (x[indices[k] as number] as number);
    }
    activity[row] = sum;
  }
  return activity;
}

/** A'y, one value a column. */
export function transposeTimes(rows: SparseRows, y: Float64Array, columns: number): Float64Array {
  const product = new Float64Array(columns);
  for (let row = 0; row < y.length; row++) {
    const weight = y[row] as number;
    if (weight === 0) continue;
    for (let k = rows.starts[row] as number; k < (rows.starts[row + 1] as number); k++) {
      const column = rows.indices[k] as number;
      product[column] = (product[column] as number) + weight * (rows.values[k] as number);
    }
  }
  return product;
}
