import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { projectOf } from '../../src/firestore/project.ts';
import { say } from '../host-support.ts';

const DAY = ['--date', '2025-06-01'];
const FIRESTORE = ['--backend', 'firestore'];

beforeEach(() => {
  for (const name of ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'FIRESTORE_EMULATOR_HOST']) vi.stubEnv(name, undefined);
});
afterEach(() => void vi.unstubAllEnvs());

describe('options that do not go together', () => {
  it.each([
    [
      ['show', 'platform', ...DAY, ...FIRESTORE, '--project', 'p-1', '--db', 'x.duckdb'],
      '--db cannot be combined with --backend firestore',
    ],
    [['show', 'platform', ...DAY, ...FIRESTORE], '--project is missing.', 'GOOGLE_CLOUD_PROJECT or GCLOUD_PROJECT'],
    [['aggregate', ...FIRESTORE, '--project', 'a/b'], '--project: "a/b" is not a project id.', 'my-platform-4f1c2'],
    [['doctor', ...FIRESTORE, '--project', ''], '--project: "" is not a project id.'],
    [['doctor', '--project', 'p-1'], '--project goes with --backend firestore only.'],
    [['doctor', '--backend', 'duckdb', '--project', 'p-1'], '--project goes with --backend firestore only.'],
    [['aggregate', '--max-reads', '5'], '--max-reads goes with --backend firestore only.'],
    [['aggregate', ...FIRESTORE, '--project', 'p-1', '--max-reads', '0'], 'Expected a whole number from 1'],
    [['run', 'daily', '--backend', 'postgres'], 'Allowed choices are duckdb, firestore.'],
  ])('are refused as used wrongly, before anything is opened: %j', async (words, ...says) => {
    const { exitCode, stdout, stderr } = await say(...words);
    for (const text of says) expect(stderr).toContain(text);
    expect([exitCode, stdout]).toEqual([2, '']);
  });

  it('belong to the commands that work on either backend, and to no other', () => {
    const offering = buildProgram()
      .commands.filter(({ options }) => options.some(({ long }) => long === '--backend'))
      .map((command) => command.name());
    expect(offering).toEqual(['aggregate', 'show', 'summary', 'top-creators', 'run', 'cleanup', 'doctor']);
  });
});

describe('the project', () => {
  it.each([
    ['named', { GOOGLE_CLOUD_PROJECT: 'other-1' }, 'named'],
    [undefined, { GOOGLE_CLOUD_PROJECT: 'cloud-1', GCLOUD_PROJECT: 'old-1' }, 'cloud-1'],
    [undefined, { GOOGLE_CLOUD_PROJECT: '', GCLOUD_PROJECT: 'demo-kpi' }, 'demo-kpi'],
    ['example.com:my-project', {}, 'example.com:my-project'],
  ])('is the one that is named, or that of the environment: %s, %j', (named, environment, expected) => {
    expect(projectOf(named, environment)).toBe(expected);
  });
});

describe('the way through the SDK', () => {
  it('refuses an emulator whose address cannot be one', async () => {
    vi.stubEnv('FIRESTORE_EMULATOR_HOST', 'http://localhost:8080');
    const { exitCode, stdout, stderr } = await say('doctor', ...FIRESTORE, '--project', 'p-1');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('FIRESTORE_EMULATOR_HOST as host:port');
  });
});
