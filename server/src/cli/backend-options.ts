import { KpiError } from '@pack324a/core';
import { type Command, Option } from 'commander';
import { type CommonOptions, databaseCommand } from './options.ts';

const BACKENDS = ['duckdb', 'firestore'] as const;

export interface BackendOptions extends CommonOptions {
  readonly backend?: (typeof BACKENDS)[number];
  readonly project?: string;
  readonly maxReads?: number;
}

/** A command that works on either backend, with the options that choose one. */
export function backendCommand(name: string, description: string, example: string): Command {
  return databaseCommand(name, description, example)
    .addOption(new Option('--backend <name>', 'where the sources and the KPI documents are').choices(BACKENDS).default(BACKENDS[0]))
    .option('--project <id>', 'the Firebase project; or the environment variable GOOGLE_CLOUD_PROJECT or GCLOUD_PROJECT');
}

/**
 * Refuses options of the one backend beside the other.
 * @throws KpiError `invalid-argument`
 */
export function assertBackendOptions({ backend, db, project, maxReads }: BackendOptions): void {
  if (backend === 'firestore') {
    if (db === undefined) return;
    throw new KpiError('invalid-argument', '--db cannot be combined with --backend firestore, which opens no database file.', {
      expected: 'a file, or Firestore',
    });
  }
  const [foreign] = [project !== undefined && '--project', maxReads !== undefined && '--max-reads'].filter((name) => name !== false);
  if (foreign === undefined) return;
  throw new KpiError('invalid-argument', `${foreign} goes with --backend firestore only.`, {
    expected: `--backend firestore, or no ${foreign}`,
  });
}
