/**
 * Bayesian linear regression, one observation at a time: ridge regression whose penalty is the precision of the prior.
 * Costs n² a step. Recursive least squares with a forgetting factor; see Ljung (1999), chapter 11.
 */
export class RecursiveRegression {
  readonly coefficients: Float64Array;
  private readonly covariance: Float64Array;
  private readonly gain: Float64Array;
  private readonly size: number;
  private readonly memory: number;

  /** `priorVariance` of each coefficient about `prior`, in units of the noise's variance; `memory` in (0, 1]. */
  constructor(prior: readonly number[], priorVariance: number | readonly number[], memory = 1) {
    this.size = prior.length;
    this.memory = memory;
    this.coefficients = Float64Array.from(prior);
    this.gain = new Float64Array(this.size);
    this.covariance = new Float64Array(this.size ** 2);
    for (let i = 0; i < this.size; i++)
      this.covariance[i * this.size + i] =
        typeof priorVariance === 'number' ? priorVariance : (priorVariance[i] as number);
  }

  predict(features: ArrayLike<number>): number {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += this.coefficients[i]! * features[i]!;
    return sum;
  }

  /** Learns an outcome; `noise` is its variance. */
  learn(features: ArrayLike<number>, outcome: number, noise: number): void {
    const { covariance, gain, size, memory } = this;
    let spread = noise * memory;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += covariance[i * size + j]! * features[j]!;
      gain[i] = sum;
      spread += features[i]! * sum;
    }
    const error = (outcome - this.predict(features)) / spread;
    for (let i = 0; i < size; i++) {
      this.coefficients[i]! += gain[i]! * error;
      for (let j = 0; j <= i; j++) {
        const value = (covariance[i * size + j]! - (gain[i]! * gain[j]!) / spread) / memory;
        covariance[i * size + j] = value;
        covariance[j * size + i] = value;
      }
    }
  }
}
