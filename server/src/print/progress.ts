import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** Ends the bars that are being shown. */
const shown = new Set<() => void>();

/** A bar on a terminal; elsewhere a plain line at every tenth of the way. Both go to standard error. */
export function startProgress(label: string, total: number, unit: string): Progress {
  return process.stderr.isTTY ? bar(label, total, unit) : lines(label, total, unit);
}

/**
 * Ends every bar that is being shown, which gives the terminal back its cursor and its line wrap.
 * @returns whether there was one
 */
export function stopBars(): boolean {
  const bars = [...shown];
  for (const stop of bars) stop();
  return bars.length > 0;
}

function bar(label: string, total: number, unit: string): Progress {
  const single = new SingleBar(
    { format: `${label} {bar} {value}/{total} ${unit}`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  const stop = (): void => {
    shown.delete(stop);
    process.removeListener('exit', stop);
    single.stop();
  };
  shown.add(stop);
  // However the process ends, the terminal outlives it.
  process.once('exit', stop);
  single.start(total, 0);
  return { update: (done) => single.update(done), stop };
}

function lines(label: string, total: number, unit: string): Progress {
  let told = 0;
  return {
    update(done) {
      const tenth = Math.floor((done / total) * 10);
      if (tenth <= told) return;
      told = tenth;
      process.stderr.write(`${label}: ${done} of ${total} ${unit}\n`);
    },
    stop: () => undefined,
  };
}
