import { KPI_COLLECTIONS, SERVER_ONLY_COLLECTIONS } from '@pack324a/core';
import type { Allow, Block, Match, RulesFile, Segment } from './syntax.ts';
import { lineAt } from './tokens.ts';

/** Rules of the platform's own that reach our collections. Rules are added together: what one allows no other takes back. */
export interface Overlaps {
  /** Collections of ours that a match of the platform's own names. */
  readonly named: readonly { readonly collection: string; readonly line: number }[];
  /** What wider matches allow on our collections, one sentence each. */
  readonly warnings: readonly string[];
}

const READS = ['read', 'get', 'list'];

export function overlapsOf(file: RulesFile): Overlaps {
  const named: { collection: string; line: number }[] = [];
  const warnings: string[] = [];
  for (const service of file.services.filter(({ name }) => name === 'cloud.firestore')) {
    for (const { match, path } of matchesIn(service)) {
      const covered = KPI_COLLECTIONS.filter((collection) => covers(path, ['databases', ANY, 'documents', collection, ANY]));
      const literal = covered.filter((collection) => path.some((segment) => segment.kind === 'literal' && segment.text === collection));
      for (const collection of literal) named.push({ collection, line: lineAt(file.text, match.start) });
      if (covered.length > literal.length) warnings.push(...match.allows.flatMap((allow) => warningOf(file, match, allow)));
    }
  }
  return { named, warnings };
}

interface Placed {
  readonly match: Match;
  /** From the service on. */
  readonly path: readonly Segment[];
}

/** Every match of a block, also those within others. */
export function matchesIn(block: Block, prefix: readonly Segment[] = []): Placed[] {
  return block.matches.flatMap((match) => {
    const path = [...prefix, ...match.path];
    return [{ match, path }, ...matchesIn(match, path)];
  });
}

const ANY = Symbol('any one segment');

/** Whether some document of the path is matched; a rest may stand for none. */
function covers(pattern: readonly Segment[], path: readonly (string | typeof ANY)[]): boolean {
  const [segment, ...others] = pattern;
  if (segment === undefined) return path.length === 0;
  if (segment.kind === 'rest') return path.some((_, taken) => covers(others, path.slice(taken))) || covers(others, []);
  const [first, ...deeper] = path;
  if (first === undefined) return false;
  return (segment.kind === 'capture' || first === ANY || segment.text === first) && covers(others, deeper);
}

function warningOf(file: RulesFile, match: Match, { methods, condition, start, endExclusive }: Allow): string[] {
  if (condition?.kind === 'literal' && condition.value === false) return [];
  const writes = methods.some((method) => !READS.includes(method));
  const reads = methods.some((method) => READS.includes(method));
  const rights = [writes ? 'write' : '', reads ? 'read' : ''].filter((right) => right !== '').join(' and ');
  const server = reads ? ` (${SERVER_ONLY_COLLECTIONS.join(' and ')} too)` : '';
  const words = file.text.slice(start, endExclusive).replace(/\s+/g, ' ');
  const shown = words.length > 100 ? `${words.slice(0, 99)}…` : words;
  return [
    `Line ${lineAt(file.text, start)}: "${shown}" in ${pathText(match.path)} also covers the KPI collections. What any rule allows is allowed: clients that pass it may ${rights} KPI documents${server}. Narrow it if that is not meant.`,
  ];
}

function pathText(path: readonly Segment[]): string {
  const text = (segment: Segment): string => {
    if (segment.kind === 'literal') return segment.text;
    return segment.kind === 'rest' ? `{${segment.name}=**}` : `{${segment.name}}`;
  };
  return path.map((segment) => `/${text(segment)}`).join('');
}
