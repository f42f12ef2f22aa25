import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../lib/root.mjs';

/** What `firebase deploy` does first, by the Firebase command line's own code; nothing is deployed. */
const PROGRAM = `
  const { lifecycleHooks } = require('firebase-tools/lib/deploy/lifecycleHooks');
  const { Config } = require('firebase-tools/lib/config');
  const config = Config.load({ cwd: process.cwd() });
  const options = { config, project: 'demo-kpi', projectId: 'demo-kpi', projectRoot: process.cwd(), ...JSON.parse(process.argv[1]) };
  lifecycleHooks('firestore', 'predeploy')({}, options).then(
    () => console.log('would deploy'),
    (error) => { console.error(error.message); process.exitCode = 1; },
  );
`;

function deploy(options: object, env: Readonly<Record<string, string>> = {}) {
  const { KPI_RULES_ALONE: _own, ...inherited } = process.env;
  const words = ['-e', PROGRAM, JSON.stringify(options)];
  return spawnSync(process.execPath, words, { cwd: ROOT, env: { ...inherited, ...env }, encoding: 'utf8' });
}

describe('firebase deploy in this folder', () => {
  it.each([
    {},
    { only: 'firestore' },
    { only: 'firestore:rules' },
    { only: 'firestore:indexes' },
    { only: 'functions,firestore' },
  ])('does not replace the rules of a database: %j', (options) => {
    const { status, stdout, stderr } = deploy(options);
    expect(status).toBe(1);
    expect(stdout).not.toContain('would deploy');
    expect(stderr).toContain('kpi firebase merge');
  });

  it('does for whoever says that there are no others', () => {
    const { status, stdout } = deploy({ only: 'firestore' }, { KPI_RULES_ALONE: '1' });
    expect(stdout).toContain('would deploy');
    expect(status).toBe(0);
  });
});
