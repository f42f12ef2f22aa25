import { KpiError } from '@pack324a/core';
import type { Command } from 'commander';
import { askHost } from '../../local/host-client.ts';
import { findHost } from '../../local/host-file.ts';
import { databaseFile } from '../../local/session.ts';
import { databaseOption } from '../../print/command-line.ts';
import { type IssuedToken, TOKEN_OPERATION, type TokenInput } from '../../serve/tokens.ts';
import { type CommonOptions, databaseCommand } from '../options.ts';

interface Options extends CommonOptions {
  readonly uid: string;
  readonly bearer?: true;
  readonly pair?: true;
}

export function tokenCommand(): Command {
  return databaseCommand('token', 'Make a link that signs a user in at the running host.', 'TOKEN=$(kpi token --uid demo-admin --bearer)')
    .requiredOption('--uid <id>', 'the user')
    .option('--bearer', 'print a bearer token for scripts instead; it lives for 24 hours')
    .option('--pair', 'print a pairing code instead, to type on a phone')
    .action(run);
}

async function run(options: Options): Promise<void> {
  if (options.bearer === true && options.pair === true) {
    throw new KpiError('invalid-argument', '--bearer cannot be combined with --pair.', { expected: 'one of them, or neither for a link' });
  }
  const file = databaseFile(options);
  const host = await findHost(file);
  if (host === undefined) {
    throw new KpiError('failed-precondition', `No host serves ${file}.`, {
      hint: `Start one in another window: npx kpi serve${databaseOption(file)}`,
    });
  }
  const form = options.bearer === true ? 'bearer' : options.pair === true ? 'pair' : 'link';
  const input: TokenInput = { uid: options.uid, form };
  const issued = (await askHost(host, TOKEN_OPERATION, input, () => undefined)) as IssuedToken;
  process.stdout.write(`${issued.text}\n`);
  if (!issued.isAdmin) process.stderr.write(`note: ${options.uid} is no admin, and will see no figures.\n`);
  if (form === 'link') process.stderr.write('The link works once, within 15 minutes.\n');
  if (form === 'pair') process.stderr.write(whereToType(issued.urls));
}

/** Other devices meet the host at the addresses after this machine's own; without any they do not. */
function whereToType([, ...others]: readonly string[]): string {
  if (others.length === 0) return 'note: only this machine reaches the host; start it with --lan for other devices.\n';
  return `Type the code within 10 minutes at ${others.join(' or ')}; it works once.\n`;
}
