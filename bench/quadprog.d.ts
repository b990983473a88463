/** The part of quadprog that is measured; it ships no types. Everything counts from 1. */
declare module 'quadprog' {
  const quadprog: {
    solveQP(
      D: number[][],
      d: number[],
      A: number[][],
      b: number[],
      equalities: number,
    ): { solution: number[]; message: string };
  };
  export default quadprog;
}
