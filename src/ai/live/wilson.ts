/** Wilson's 95 % interval of a share; null where nothing was tried. Wilson 1927. */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] | null {
  if (trials <= 0) return null;
  const z = 1.959964;
  const share = successes / trials;
  const spread = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / spread;
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
