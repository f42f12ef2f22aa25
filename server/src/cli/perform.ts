import { configHash } from '../local/config-hash.ts';
import { askHost } from '../local/host-client.ts';
import { findHost, type HostRecord } from '../local/host-file.ts';
import { databaseFile, loadConfig, withSession } from '../local/session.ts';
import type { OnProgress } from '../operations/operation.ts';
import { type InputOf, OPERATIONS, type OperationName, type ResultOf, runOperation } from '../operations/table.ts';
import { type Progress, startProgress } from '../print/progress.ts';
import type { CommonOptions } from './options.ts';

/** How the progress of a long operation is told: `Aggregating: 12 of 60 days`. */
export interface Task {
  readonly label: string;
  readonly unit: string;
}

/**
 * Runs an operation where the database is open: in the host that serves it, or else here. What it returns is the same.
 * @throws KpiError
 */
export async function perform<Name extends OperationName>(
  options: CommonOptions,
  name: Name,
  input: InputOf<Name>,
  task?: Task,
): Promise<ResultOf<Name>> {
  // A configuration that cannot be read is an error whoever has the database open.
  const config = configHash(loadConfig(options));
  const host = await findHost(databaseFile(options));
  const { onProgress, finish } = progressOf(task);
  try {
    if (host !== undefined) {
      if (host.config !== config) noteConfiguration(host, options);
      return (await askHost(host, name, input, onProgress)) as ResultOf<Name>;
    }
    // What failed is in the result, and the command tells it.
    const environment = { log: () => undefined };
    return await withSession(options, OPERATIONS[name].mode, (session) => runOperation(session, name, input, onProgress), environment);
  } finally {
    finish();
  }
}

function noteConfiguration({ url, pid }: HostRecord, { config }: CommonOptions): void {
  const own = config ?? 'the one found here';
  process.stderr.write(
    `note: the host at ${url} (PID ${pid}) has the database open; it was started with another configuration, which applies, not ${own}.\n`,
  );
}

function progressOf(task: Task | undefined): { readonly onProgress: OnProgress; readonly finish: () => void } {
  let progress: Progress | undefined;
  return {
    onProgress(done, total) {
      if (task === undefined || total === 0) return;
      progress ??= startProgress(task.label, total, task.unit);
      progress.update(done);
    },
    finish: () => progress?.stop(),
  };
}
