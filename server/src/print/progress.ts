import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** A bar on a terminal; elsewhere a plain line at every tenth of the way. Both go to standard error. */
export function startProgress(label: string, total: number, unit: string): Progress {
  return process.stderr.isTTY ? bar(label, total, unit) : lines(label, total, unit);
}

function bar(label: string, total: number, unit: string): Progress {
  const single = new SingleBar(
    { format: `${label} {bar} {value}/{total} ${unit}`, hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  );
  single.start(total, 0);
  return { update: (done) => single.update(done), stop: () => single.stop() };
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
