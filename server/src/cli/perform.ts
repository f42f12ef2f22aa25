import { DEFAULT_MAX_READS } from '@pack324a/core';
import type { Meter } from '@pack324a/firestore';
import { projectOf } from '../firestore/project.ts';
import { withFirestore } from '../firestore/session.ts';
import { configHash } from '../local/config-hash.ts';
import { askHost } from '../local/host-client.ts';
import { findHost, type HostRecord } from '../local/host-file.ts';
import { databaseFile, loadConfig, withSession } from '../local/session.ts';
import type { OnProgress } from '../operations/operation.ts';
import { type InputOf, OPERATIONS, type OperationName, type ResultOf, runOperation } from '../operations/table.ts';
import { describeBill, describeEstimate } from '../print/bill.ts';
import { type Progress, startProgress } from '../print/progress.ts';
import { assertBackendOptions, type BackendOptions } from './backend-options.ts';
import type { CommonOptions } from './options.ts';

/** How the progress of a long operation is told: `Aggregating: 12 of 60 days`. */
export interface Task {
  readonly label: string;
  readonly unit: string;
}

/**
 * Runs an operation on the backend that the options name. What it returns is the same on each.
 * @throws KpiError
 */
export async function perform<Name extends OperationName>(
  options: BackendOptions,
  name: Name,
  input: InputOf<Name>,
  task?: Task,
): Promise<ResultOf<Name>> {
  assertBackendOptions(options);
  const { onProgress, finish } = progressOf(task);
  try {
    const result = await (options.backend === 'firestore' ? onFirestore : onDatabase)(options, name, input, onProgress);
    return result as ResultOf<Name>;
  } finally {
    finish();
  }
}

/** Where the database is open: in the host that serves it, or else here. */
async function onDatabase(options: CommonOptions, name: OperationName, input: unknown, onProgress: OnProgress): Promise<unknown> {
  // A configuration that cannot be read is an error whoever has the database open.
  const config = configHash(loadConfig(options));
  const host = await findHost(databaseFile(options));
  if (host !== undefined) {
    if (host.config !== config) noteConfiguration(host, options);
    return askHost(host, name, input, onProgress);
  }
  // What failed is in the result, and the command tells it.
  const environment = { log: () => undefined };
  return withSession(options, OPERATIONS[name].mode, (session) => runOperation(session, name, input, onProgress), environment);
}

/** In this process always, and with a word about what it costs. */
function onFirestore(options: BackendOptions, name: OperationName, input: unknown, onProgress: OnProgress): Promise<unknown> {
  const project = projectOf(options.project, process.env);
  const config = loadConfig(options);
  const note = (text: string): void => void process.stderr.write(`note: ${text}\n`);
  const budget = { maxReads: options.maxReads ?? DEFAULT_MAX_READS, onEstimate: (text: string) => note(describeEstimate(text)) };
  const onBilled = (meter: Meter): void => note(describeBill(project, meter));
  return withFirestore({ project, config, budget, onBilled, onWait: note }, (backend) => runOperation(backend, name, input, onProgress));
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
