/**
 * How generated tests run here: as many cases as asked for, from a seed that the test run prints. fast-check prints the seed and the
 * smallest failing case of a property that does not hold.
 */
export const PROPERTY = {
  numRuns: Number(process.env['KPI_RUNS'] ?? 200),
  seed: Number(process.env['KPI_SEED'] ?? 324),
} as const;
