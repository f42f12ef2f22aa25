import type { Finding } from '@pack324a/core';
import type { Command } from 'commander';
import { styled } from '../../print/format.ts';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print } from '../options.ts';
import { perform } from '../perform.ts';

export function doctorCommand(): Command {
  return backendCommand(
    'doctor',
    'Look at a sample of every source and say what of it will make figures wrong.',
    'kpi doctor --db .data/kpi.duckdb',
  )
    .option('--json', 'print the findings as JSON')
    .action(async (options: BackendOptions) => {
      const findings = await perform(options, 'doctor', {});
      print(options, findings, () => [...findings.map(describe), verdict(findings)].join('\n'));
      if (findings.some(({ level }) => level === 'fail')) process.exitCode = 1;
    });
}

const STYLES = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function describe({ level, message }: Finding): string {
  return `${styled(STYLES[level], level.padEnd(4))}  ${message}`;
}

function verdict(findings: readonly Finding[]): string {
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  return `\n${count('fail')} failed, ${count('warn')} to look at, ${count('ok')} in order.`;
}
