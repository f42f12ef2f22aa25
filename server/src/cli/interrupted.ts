import { holdsDays, letGoOfDays } from '../firestore/day-turns.ts';
import { projectAtWork } from '../firestore/session.ts';
import { hostAtWork } from '../local/host-client.ts';
import { stopBars } from '../print/progress.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ends the process on Ctrl-C and `kill` with a terminal in order and a line about what has become of the work: what is stored is
 * whole whenever it stops here, and a host goes on without whoever asked it. Shells report 130 for Ctrl-C and 143 for `kill`.
 */
export function endWhenInterrupted(): void {
  for (const signal of SIGNALS) process.once(signal, end);
}

function end(signal: NodeJS.Signals): void {
  // Without a bar, which ends its own line, the cursor is behind the ^C of a terminal.
  const isBehind = !stopBars() && process.stderr.isTTY === true;
  process.stderr.write(`${isBehind ? '\n' : ''}${fate()}\n`);
  // Nobody listens any more, so this ends the process at once; to exit would be to wait for the statement that the engine is at.
  const die = (): void => void process.kill(process.pid, signal);
  if (holdsDays()) void letGoOfDays().then(die);
  else die();
}

/** What becomes of the work. */
function fate(): string {
  const host = hostAtWork();
  if (host !== undefined) return `The host at ${host.url} goes on with it.`;
  if (projectAtWork() === undefined) return 'Stopped; what is stored is whole.';
  // Documents go to Firestore in batches, each of which is stored whole or not at all.
  return 'Stopped; a day that was being stored may be so in part. Running the command again makes it whole.';
}
