import { pino } from 'pino';
import { vi } from 'vitest';
import { reportError } from '../src/cli/errors.ts';
import { buildProgram } from '../src/cli/program.ts';
import { openSession, type SessionOptions } from '../src/local/session.ts';
import { type RunningHost, type StartHostOptions, startHost } from '../src/serve/serve.ts';

export const SILENT = pino({ level: 'silent' });

/** A real host on a file and a free port, which has caught up; a test that starts one stops it. */
export async function hostOn(options: SessionOptions, changes: Partial<StartHostOptions> = {}): Promise<RunningHost> {
  const session = await openSession(options, 'write', { log: () => undefined });
  const host = await startHost({ session, port: 0, log: SILENT, ...changes });
  await host.caughtUp;
  return host;
}

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `kpi` with these words says, run within this process. */
export async function say(...words: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await buildProgram().parseAsync(words, { from: 'user' });
    return { exitCode: Number(process.exitCode ?? 0), ...said };
  } catch (error) {
    return { exitCode: reportError(error), ...said };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
