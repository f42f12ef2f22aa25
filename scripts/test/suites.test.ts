import { describe, expect, it } from 'vitest';
import { evaluate } from '../lib/suites.mjs';

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
