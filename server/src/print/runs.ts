import type { RunRecord } from '@pack324a/core';
import { format } from './format.ts';

/** What a run did, section by section. */
export function describeRun(run: RunRecord): string {
  const sections = Object.entries(run.sections).map(([name, section]) => {
    const documents = `${name}: ${section.documents} documents`;
    return section.status === 'stored' ? documents : [documents, ...section.errors.map((error) => `    FAILED ${error}`)].join('\n');
  });
  const reads = run.reads === null ? '' : `, ${format.count(run.reads)} document reads`;
  return [`${run.from} to ${run.to} ${run.outcome}${reads}`, ...sections.map((section) => `  ${section}`)].join('\n');
}

/** A run on one line: when it ended, what it was, and how it went. */
export function runLine({ endedAt, job, from, to, outcome, sections }: RunRecord): string {
  const failed = Object.entries(sections).flatMap(([name, section]) => (section.status === 'failed' ? [name] : []));
  const range = from === to ? from : `${from} to ${to}`;
  return `${endedAt.replace('T', ' ').slice(0, 19)}  ${job}, ${range}: ${outcome}${failed.length === 0 ? '' : ` (${failed.join(', ')})`}`;
}
