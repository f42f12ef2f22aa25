import { KpiError, messageOf } from '@pack324a/core';
import { CommanderError } from 'commander';

const USAGE = 2;
const FAILURE = 1;

/** Tells a person what went wrong, without a stack, and returns the exit code: 2 for usage, 1 for failure. */
export function reportError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof KpiError) {
    process.stderr.write(`${error.toText()}\n`);
    return error.exitCode;
  }
  process.stderr.write(`Something went wrong inside kpi: ${messageOf(error).split('\n')[0]}\nSet KPI_DEBUG=1 to see where.\n`);
  if (process.env['KPI_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return FAILURE;
}

/** What a write meets whose reader has gone: a pipe that was closed, a terminal that was. */
const READER_GONE = new Set(['EPIPE', 'EIO']);

/**
 * Whoever reads only the first lines (`kpi metrics | head`) closes the pipe early, and a terminal may be closed on a program;
 * the work goes on to its end all the same.
 */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!READER_GONE.has(error.code ?? '')) throw error;
    });
  }
}
