import { createInterface } from 'node:readline/promises';
import { KpiError } from '@pack324a/core';
import { Argument, Command } from 'commander';
import { type FirebaseAction, planChanges } from '../../firebase/changes.ts';
import { writeChanges } from '../../firebase/files.ts';
import { unifiedDiff } from '../../firebase/unified-diff.ts';
import { loadConfig } from '../../local/session.ts';
import { styled } from '../../print/format.ts';
import { warn } from '../options.ts';

interface Options {
  readonly rules?: string;
  readonly indexes?: string;
  readonly config?: string;
  readonly yes?: true;
  readonly dryRun?: true;
}

const ACTIONS: readonly FirebaseAction[] = ['merge', 'remove'];

export function firebaseCommand(): Command {
  return new Command('firebase')
    .description('Add our security rules and indexes to those of a Firebase project, or take them out again.')
    .addArgument(new Argument('<action>', 'merge adds or updates our part, remove takes it out').choices(ACTIONS))
    .option('--rules <file>', 'the project’s Firestore rules')
    .option('--indexes <file>', 'the project’s Firestore indexes')
    .option('--config <file>', 'the configuration (default: kpi.config.json, when there is one)')
    .option('--yes', 'write without asking')
    .option('--dry-run', 'show what would change, and write nothing')
    .addHelpText('after', '\nExample:\n  kpi firebase merge --rules firestore.rules --indexes firestore.indexes.json')
    .action(run);
}

async function run(action: FirebaseAction, options: Options): Promise<void> {
  const { rules, indexes, yes, dryRun } = options;
  if (rules === undefined && indexes === undefined) {
    throw new KpiError('invalid-argument', 'No file is named.', { expected: '--rules <file>, --indexes <file>, or both' });
  }
  if (yes === true && dryRun === true)
    throw new KpiError('invalid-argument', '--yes and --dry-run contradict each other.', { expected: 'one' });
  const { changes, warnings } = planChanges(action, { rules, indexes }, () => loadConfig(options));
  warn(warnings);
  if (changes.length === 0) {
    process.stdout.write('Nothing to change.\n');
    return;
  }
  for (const { file, before, after } of changes) process.stdout.write(`${coloured(unifiedDiff(file, before, after))}\n`);
  if (dryRun === true || (yes !== true && !(await isConfirmed()))) {
    process.stdout.write('Nothing was written.\n');
    if (dryRun !== true) process.exitCode = 1;
    return;
  }
  writeChanges(changes);
  process.stdout.write(`Written: ${changes.map(({ file }) => file).join(', ')}. They take effect when you deploy them.\n`);
}

/** @throws KpiError `invalid-argument` where nobody can be asked */
async function isConfirmed(): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) {
    throw new KpiError('invalid-argument', 'Nothing was written: there is no terminal to ask on.', {
      expected: '--yes, or --dry-run to look only',
    });
  }
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([asking.question('Write these changes? [y/N] '), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}

function coloured(diff: string): string {
  const styles = { '+': 'green', '-': 'red', '@': 'cyan' } as const;
  return diff
    .split('\n')
    .map((line) => {
      const style = styles[line.charAt(0) as keyof typeof styles];
      return style === undefined ? line : styled(style, line);
    })
    .join('\n');
}
