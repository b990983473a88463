/** x·y. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (y[i] as number);
  return sum;
}

/** max |xᵢ|; 0 for an empty vector. */
export function maxAbs(x: Float64Array): number {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** S·x for a dense row-major n × n matrix. */
export function multiply(matrix: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0, at = i * n; j < n; j++, at++) sum += (matrix[at] as number) * (x[j] as number);
    product[i] = sum;
  }
  return product;
}

/** x'Sx. */
export function quadraticForm(matrix: Float64Array, x: Float64Array): number {
  return dot(x, multiply(matrix, x));
}

/** The diagonal of a dense row-major n × n matrix. */
export function diagonal(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => matrix[i * n + i] as number);
}
