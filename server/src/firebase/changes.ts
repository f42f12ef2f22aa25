import { type KpiConfig, KpiError } from '@pack324a/core';
import { mergeIndexes, mergeRules, removeIndexes, removeRules } from '@pack324a/firestore';
import { type Change, readText } from './files.ts';

export type FirebaseAction = 'merge' | 'remove';

export interface FirebaseFiles {
  readonly rules?: string | undefined;
  readonly indexes?: string | undefined;
}

/** What an action makes of the files; nothing is written. */
export interface PlannedChanges {
  /** Only of files that change. */
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

/**
 * Reads the files named and places our part in them, or takes it out.
 * @throws KpiError with the name of the file that it cannot be placed in
 */
export function planChanges(action: FirebaseAction, { rules, indexes }: FirebaseFiles, config: () => KpiConfig): PlannedChanges {
  const planned = [
    rules === undefined
      ? undefined
      : planFile(rules, (text) => (action === 'merge' ? mergeRules(text, config()) : plain(removeRules(text)))),
    indexes === undefined
      ? undefined
      : planFile(indexes, (text) => (action === 'merge' ? mergeIndexes(text, config()) : plain(removeIndexes(text)))),
  ].filter((file) => file !== undefined);
  return {
    changes: planned.filter(({ before, after }) => before !== after),
    warnings: planned.flatMap(({ file, warnings }) => warnings.map((warning) => `${file}: ${warning}`)),
  };
}

interface Outcome {
  readonly text: string;
  readonly warnings: readonly string[];
}

const plain = (text: string): Outcome => ({ text, warnings: [] });

function planFile(file: string, change: (text: string) => Outcome): Change & Pick<Outcome, 'warnings'> {
  const before = readText(file);
  try {
    const { text, warnings } = change(before);
    return { file, before, after: text, warnings };
  } catch (error) {
    if (!(error instanceof KpiError) || error.code !== 'failed-precondition') throw error;
    throw new KpiError(error.code, `${file}: ${error.message}`, { expected: error.expected, hint: error.hint });
  }
}
