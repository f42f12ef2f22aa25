import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDashboardWanted, namedDashboard } from './dashboard-folder.ts';

const BUILD_SCRIPT = fileURLToPath(new URL('../../../scripts/build-dashboard.mjs', import.meta.url));

/** What became of a build. */
interface BuiltDashboard {
  /** Undefined where there is no dashboard to serve. */
  readonly folder: string | undefined;
  /** True when it was wanted, and could not be built. */
  readonly failed: boolean;
}

/** A build of the dashboard beside other work. */
export interface DashboardBuild {
  /** Passes on what the build says, and resolves when it has ended. */
  readonly finished: () => Promise<BuiltDashboard>;
  /** Ends it where it stands; nothing of it is left. */
  readonly stop: () => void;
}

/**
 * Starts to build the dashboard, unless KPI_DASHBOARD names one or says that none is wanted. Keeps quiet until its end is waited
 * for, so that its words do not come between those of other work.
 * @param asked ends the build once it is aborted
 * @throws KpiError `invalid-argument` when KPI_DASHBOARD names a folder without a dashboard
 */
export function startDashboardBuild(asked: AbortSignal, script = BUILD_SCRIPT): DashboardBuild {
  if (!isDashboardWanted() || namedDashboard() !== undefined) {
    const folder = namedDashboard();
    return { finished: async () => ({ folder, failed: false }), stop: () => undefined };
  }
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let folder = '';
  let held: string | undefined = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    folder += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (held === undefined) process.stderr.write(text);
    else held += text;
  });
  const ended = new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  const stop = (): void => void child.kill();
  asked.addEventListener('abort', stop, { once: true });
  return {
    async finished() {
      // Apart from the figures above.
      if (held !== undefined && held !== '') process.stderr.write(`\n${held}`);
      held = undefined;
      return (await ended) ? { folder: folder.trim(), failed: false } : { folder: undefined, failed: true };
    },
    stop,
  };
}
