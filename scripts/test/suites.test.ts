import { describe, expect, it } from 'vitest';
import { inRoot } from '../lib/root.mjs';
import { evaluate, failureLines, runSuite } from '../lib/suites.mjs';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((test, index) => ({ status: test, fullName: `test ${index}` })),
});

describe('counting a test run', () => {
  it('adds up what the report says and names what was skipped', () => {
    const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'failed', 'passed', 'todo')] };
    expect(evaluate(report, 1)).toEqual({
      counts: { passed: 2, failed: 1, skipped: 2 },
      skipped: ['test 1', 'test 2'],
      failures: [{ file: expect.stringMatching(/a\.test\.ts$/), test: 'test 0', message: '' }],
      problem: undefined,
    });
  });

  it('counts a file that crashed before its tests as a failure', () => {
    const result = evaluate({ testResults: [file('passed', 'passed'), file('failed')] }, 1);
    expect(result.counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(result.problem).toContain('a.test.ts');
  });

  it('counts a run without tests as a failure', () => {
    expect(evaluate({ testResults: [] }, 0)).toMatchObject({ counts: { failed: 1 }, problem: 'No test was run.' });
    expect(evaluate({ testResults: [file('passed', 'pending')] }, 0)).toMatchObject({ counts: { failed: 1, skipped: 1 } });
  });

  it('counts a run that ended without a report, or badly after good tests, as a failure', () => {
    expect(evaluate(null, 137)).toMatchObject({ counts: { passed: 0, failed: 1 }, problem: expect.stringContaining('exit code 137') });
    expect(evaluate({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ counts: { passed: 1, failed: 1 } });
  });
});

const SUITE = { name: 'unit', zone: 'Asia/Kolkata', projects: ['unit', 'house'], seed: 7, runs: 100 };

describe('what is said at the end of a run', () => {
  const failing = (fullName: string, message: string) => ({ status: 'failed', fullName, failureMessages: [message] });
  const lines = (report: unknown, exitCode = 1, output = '') => failureLines(SUITE, { ...evaluate(report, exitCode), output });

  it('names the suite, its zone and seed, the tests that failed, and the beginning of what they said', () => {
    const said = `\u001b[31mexpected 1\u001b[39m to be 2\n\n${'at somewhere\n'.repeat(20)}`;
    const file = { name: inRoot('server', 'test', 'a.test.ts'), status: 'failed', assertionResults: [failing('a day is whole', said)] };
    const shown = lines({ testResults: [file] });
    expect(shown.slice(0, 3)).toEqual([
      'FAILED unit (TZ=Asia/Kolkata KPI_SEED=7)',
      '  server/test/a.test.ts > a day is whole',
      '      expected 1 to be 2',
    ]);
    expect(shown).toHaveLength(10);
  });

  it('says nothing when nothing failed', () => {
    expect(lines({ testResults: [file('passed', 'passed', 'pending')] }, 0)).toEqual([]);
  });

  it('says how many more failed, and why a file could not be run', () => {
    const many = { ...file('failed'), assertionResults: Array.from({ length: 12 }, (_, index) => failing(`test ${index}`, 'no')) };
    expect(lines({ testResults: [many] }).at(-1)).toBe('  and 2 more');
    const broken = { ...file('failed'), message: 'SyntaxError: unexpected token' };
    expect(lines({ testResults: [broken] }).join('\n')).toMatch(/could not be run to its end\n\s+SyntaxError/);
  });

  it('shows what was printed last where no test is known', () => {
    expect(lines(null, 137, `${'early\n'.repeat(50)}out of memory\n`)).toEqual([
      'FAILED unit (TZ=Asia/Kolkata KPI_SEED=7)',
      expect.stringContaining('exit code 137'),
      ...Array.from({ length: 15 }, () => '      early'),
      '      out of memory',
    ]);
  });
});

describe('running a suite', () => {
  async function commandOf(workers?: number): Promise<{ args: string[]; env: Record<string, string> }> {
    const commands: { args: string[]; env: Record<string, string> }[] = [];
    const runNode = async (command: (typeof commands)[number]) => {
      commands.push(command);
      return { exitCode: 1, output: 'said', seconds: 1 };
    };
    expect(await runSuite(SUITE, runNode, workers)).toMatchObject({ output: 'said', counts: { failed: 1 } });
    return commands[0] as (typeof commands)[number];
  }

  it('hands on its zone, its seed and its projects', async () => {
    const { args, env } = await commandOf();
    expect(env).toMatchObject({ TZ: 'Asia/Kolkata', KPI_SEED: '7', KPI_RUNS: '100' });
    expect(args).toEqual(expect.arrayContaining(['--project=unit', '--project=house']));
    expect(args.join(' ')).not.toContain('maxWorkers');
  });

  it('beside others takes only as many workers as it is given, and shares no file with them', async () => {
    expect((await commandOf(1)).args).toEqual(expect.arrayContaining(['--maxWorkers=1', '--cache=false']));
  });
});
