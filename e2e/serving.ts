import { spawn } from 'node:child_process';

/** A program that goes on until it is stopped. */
export interface Serving {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once a stream has said something like this. Rejects, with everything said, when the program ends before. */
  readonly said: (stream: 'stdout' | 'stderr', pattern: RegExp) => Promise<RegExpExecArray>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stdout: string }>;
}

/** Starts a program of this Node as a person would; whoever starts it stops it. */
export function serving(args: readonly string[], options: { readonly env: Record<string, string>; readonly cwd: string }): Serving {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  const ended = new Promise<{ exitCode: number | null; stdout: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout: text.stdout }));
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    said: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text[stream]);
          if (found === null) return;
          child[stream].off('data', look);
          resolve(found);
        };
        child[stream].on('data', look);
        look();
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${text.stdout}${text.stderr}`)), reject);
      }),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}
