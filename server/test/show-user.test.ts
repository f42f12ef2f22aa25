import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { temporaryFiles } from './demo-support.ts';
import { say } from './host-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

it.each(['platform', 'safety', 'hourly'])('kpi show %s has no --user', async (kind) => {
  const db = files.fresh();
  expect(await say('show', kind, '--date', '2025-03-01', '--user', 'ann', '--db', db)).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `--user does not go with "show ${kind}", which is about the whole platform.\nFor one creator: kpi show creator --date 2025-03-01 --user ann\n`,
  });
  expect(existsSync(db)).toBe(false);
});
