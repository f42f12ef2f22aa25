/** Resolves after so many milliseconds; keeps no process alive that has nothing else to do. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}
