import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The command, to be run with this Node. */
export const KPI = join(ROOT, 'server', 'bin', 'kpi.mjs');

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of this Node as a person would, in a folder of its own, and waits for its end. */
export function runNode(
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly cwd?: string } = {},
): Promise<Outcome> {
  const env = { ...process.env, NO_COLOR: '1', ...options.env };
  return new Promise((resolve) => {
    execFile(process.execPath, [...args], { env, cwd: options.cwd ?? ROOT, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ exitCode, stdout, stderr });
    });
  });
}

/** `kpi` with its words. */
export function kpi(...args: string[]): Promise<Outcome> {
  return runNode([KPI, ...args]);
}

/** What `kpi` prints. Fails with what it said when it did not succeed. */
export async function kpiText(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kpi(...args);
  if (exitCode !== 0) throw new Error(`kpi ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}

/** A result printed with `--json`. Fails as `kpiText` does. */
export async function kpiJson<T>(...args: string[]): Promise<T> {
  return JSON.parse(await kpiText(...args, '--json')) as T;
}

/** A folder that is gone after the tests; its name has a space and an accent on purpose. */
export function temporaryFolder(): { readonly file: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'kpi é2e '));
  return { file: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
