import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { writeHostFile } from '../src/local/host-file.ts';
import { withSession } from '../src/local/session.ts';
import { temporaryFiles } from './demo-support.ts';

const KPI = fileURLToPath(new URL('../bin/kpi.mjs', import.meta.url));

const files = temporaryFiles();
type Child = ChildProcessByStdio<null, Readable, Readable>;
const children: Child[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => files.remove());

function start(...words: string[]): Child {
  const child = spawn(process.execPath, [KPI, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
  children.push(child);
  return child;
}

/** Sends `kpi` a signal as soon as it has told some progress, and waits for its end. */
async function interrupted(signal: NodeJS.Signals, ...words: string[]) {
  const child = start(...words);
  const said = { stdout: '', stderr: '' };
  let isSent = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    if (isSent || !/: \d+ of \d+ /.test(said.stderr)) return;
    isSent = true;
    child.kill(signal);
  });
  const [exitCode, endedBy] = await once(child, 'close');
  return { exitCode, endedBy, stdout: said.stdout, lines: said.stderr.trimEnd().split('\n') };
}

describe('a command that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says so in one line on %s, and leaves a file that can be gone on with', async (signal) => {
    const db = files.fresh();
    const { lines, ...ended } = await interrupted(signal, 'demo', '--days', '60', '--users', '200', '--db', db);
    expect(ended).toEqual({ exitCode: null, endedBy: signal, stdout: '' });
    expect(lines.at(-1)).toBe('Stopped; what is stored is whole.');
    expect(lines.filter((line) => !line.startsWith('Making the demo platform: '))).toHaveLength(1);
    await withSession({ db }, 'write', async ({ database }) => expect(await database.all('SELECT 1 AS one')).toEqual([{ one: 1 }]));
  });

  it.skipIf(process.platform === 'win32')('ends at once, however long the statement that the engine is at', async () => {
    const pipe = `${files.fresh()}.users.ndjson`;
    execFileSync('mkfifo', [pipe]);
    const child = start('import', pipe, '--source', 'users', '--db', files.fresh());
    const ended = once(child, 'close');
    // The engine has opened the pipe, and waits for what nobody will write.
    const unwritten = await open(pipe, 'w');
    try {
      child.kill('SIGINT');
      expect(await ended).toEqual([null, 'SIGINT']);
    } finally {
      await unwritten.close();
    }
  });

  it('says that the host goes on when that does the work', async () => {
    const db = files.fresh();
    writeFileSync(db, '');
    const server = createServer((request, response) => {
      if (request.url === '/healthz') response.end('{"status":"ok","instance":"this"}');
      else response.write('{"progress":{"done":1,"total":3}}\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      writeHostFile(db, { pid: process.pid, url, instance: 'this', token: 'token', config: 'another' });
      const { lines, ...ended } = await interrupted('SIGINT', 'aggregate', '--db', db);
      expect(ended).toEqual({ exitCode: null, endedBy: 'SIGINT', stdout: '' });
      expect(lines.slice(-2)).toEqual(['Aggregating: 1 of 3 days', `The host at ${url} goes on with it.`]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
