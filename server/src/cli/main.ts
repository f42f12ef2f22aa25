import { hasRequestsLeft } from '../firestore/session.ts';
import { reportError, tolerateClosedOutput } from './errors.ts';
import { endWhenInterrupted } from './interrupted.ts';
import { buildProgram } from './program.ts';

/** Listens to signals itself: it answers what is in flight first. */
const SERVE = 'serve';

tolerateClosedOutput();
try {
  const program = buildProgram();
  program.hook('preAction', (_program, command) => {
    if (command.name() !== SERVE) endWhenInterrupted();
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
if (hasRequestsLeft()) process.stdout.write('', () => process.exit());
