import { isatty } from 'node:tty';

/** A terminal sends Ctrl-C to every process in it, and npm passes it on once more: what comes this soon is the same one. */
const SAME_REQUEST_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STDIN = 0;
const STDOUT = 1;

/**
 * Listens for Ctrl-C, `kill`, and the closing of the terminal. The second time that this is asked, the process ends at once.
 * @param process where the signals arrive
 * @param hasTerminal whether somebody sits at this process: without, as under `nohup`, it goes on when a terminal is closed
 * @returns `asked`, aborted once somebody has asked
 */
export function watchStopSignals(
  process: Pick<NodeJS.Process, 'on' | 'removeAllListeners' | 'kill' | 'pid'>,
  clock: () => number = Date.now,
  hasTerminal = isatty(STDIN) || isatty(STDOUT),
): { readonly asked: AbortSignal } {
  const controller = new AbortController();
  let askedAtMs = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    const nowMs = clock();
    if (!controller.signal.aborted) {
      askedAtMs = nowMs;
      controller.abort();
    } else if (nowMs - askedAtMs >= SAME_REQUEST_MS) {
      // The signal itself ends the process now; to exit would be to wait for the statement that the engine is at.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  };
  // A signal that nobody listens to ends the process.
  for (const signal of SIGNALS) process.on(signal, signal === 'SIGHUP' && !hasTerminal ? () => undefined : onSignal);
  return { asked: controller.signal };
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
