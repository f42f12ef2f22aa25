import { holdsData } from '../local/platform-days.ts';
import type { Session } from '../local/session.ts';
import { firstAdmin } from './admins.ts';
import { isDashboardWanted } from './dashboard-folder.ts';
import type { RunningHost } from './serve.ts';
import { aborted } from './stop-signals.ts';
import { EMPTY, LAN_WARNING, NO_DASHBOARD, NO_LAN, welcome } from './welcome.ts';

export interface KeepServingOptions {
  /** Whom the sign-in link is for; the first admin by default. */
  readonly uid?: string | undefined;
  readonly lan?: boolean | undefined;
}

/** Tells people how to get in, and serves until somebody asks this process to stop. */
export async function keepServing(host: RunningHost, session: Session, asked: AbortSignal, options: KeepServingOptions): Promise<void> {
  if (options.lan === true) process.stderr.write(host.lanUrls.length === 0 ? NO_LAN : LAN_WARNING);
  if (!host.hasDashboard && isDashboardWanted()) process.stderr.write(NO_DASHBOARD);
  if (!(await holdsData(session))) process.stderr.write(EMPTY);
  const uid = options.uid ?? (await firstAdmin(session));
  process.stdout.write(`\n${await welcome(host, session.database.file, uid, session.config.paused)}\n\n`);
  await aborted(asked);
  await stopServing(host, session.database.file);
}

/** Stops a host and says so. */
async function stopServing(host: RunningHost, file: string): Promise<void> {
  const running = host.running();
  if (running !== undefined) process.stderr.write(`Waiting up to 10 s for ${running}; Ctrl-C again ends at once.\n`);
  await host.stop();
  // A terminal has written ^C where the cursor was.
  process.stdout.write(`${process.stdout.isTTY === true ? '\n' : ''}Stopped; everything is in ${file}.\n`);
}
