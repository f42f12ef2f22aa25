import { KPI_COLLECTIONS, type KpiConfig, resolveSource, SERVER_ONLY_COLLECTIONS } from '@pack324a/core';
import { adminFields } from './fragment.ts';
import type { Allow, Block, Match, RulesFile, Segment } from './syntax.ts';
import { lineAt } from './tokens.ts';

/** Rules of the platform's own that bear on ours. Rules are added together: what one allows no other takes back. */
export interface Overlaps {
  /** Collections of ours that a match of the platform's own names. */
  readonly named: readonly { readonly collection: string; readonly line: number }[];
  /** What wider matches allow on our collections, and where clients may write what makes an admin, one text each. */
  readonly warnings: readonly string[];
}

const READS = ['read', 'get', 'list'];
const WRITES_OF_FIELDS = ['write', 'create', 'update'];

export function overlapsOf(file: RulesFile, config: KpiConfig): Overlaps {
  const restAtLeast = file.version === '2' ? 0 : 1;
  const users = resolveSource('users', config.sources.users).collection.split('/');
  const admin = adminFields(config);
  const named: { collection: string; line: number }[] = [];
  const warnings: string[] = [];
  for (const service of file.services.filter(({ name }) => name === 'cloud.firestore')) {
    for (const { match, path } of matchesIn(service)) {
      const reaches = (...collection: string[]): boolean => covers(path, ['databases', ANY, 'documents', ...collection, ANY], restAtLeast);
      const covered = KPI_COLLECTIONS.filter((collection) => reaches(collection));
      const literal = covered.filter((collection) => path.some((segment) => segment.kind === 'literal' && segment.text === collection));
      for (const collection of literal) named.push({ collection, line: lineAt(file.text, match.start) });
      if (covered.length > literal.length) warnings.push(...match.allows.flatMap((allow) => warningOf(file, match, allow)));
      if (admin.length > 0 && reaches(...users))
        warnings.push(...match.allows.flatMap((allow) => adminWarningOf(file, match, allow, admin)));
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
const END = Symbol('behind the last segment');

/**
 * Whether some document of the path is matched.
 * @param restAtLeast how many segments `{name=**}` stands for at least: one in version 1 of the language, none in version 2
 */
function covers(pattern: readonly Segment[], path: readonly (string | typeof ANY)[], restAtLeast: number): boolean {
  const [segment, ...others] = pattern;
  if (segment === undefined) return path.length === 0;
  if (segment.kind === 'rest') {
    return [...path, END].some((_, taken) => taken >= restAtLeast && covers(others, path.slice(taken), restAtLeast));
  }
  const [first, ...deeper] = path;
  if (first === undefined) return false;
  return (segment.kind === 'capture' || first === ANY || segment.text === first) && covers(others, deeper, restAtLeast);
}

function warningOf(file: RulesFile, match: Match, allow: Allow): string[] {
  if (isRefusal(allow)) return [];
  const { methods } = allow;
  const writes = methods.some((method) => !READS.includes(method));
  const reads = methods.some((method) => READS.includes(method));
  const rights = [writes ? 'write' : '', reads ? 'read' : ''].filter((right) => right !== '').join(' and ');
  const server = reads ? ` (${SERVER_ONLY_COLLECTIONS.join(' and ')} too)` : '';
  return [
    `${quoted(file, match, allow)} also covers the KPI collections. What any rule allows is allowed: clients that pass it may ${rights} KPI documents${server}. Narrow it if that is not meant.`,
  ];
}

function adminWarningOf(file: RulesFile, match: Match, allow: Allow, fields: readonly string[]): string[] {
  if (isRefusal(allow) || !allow.methods.some((method) => WRITES_OF_FIELDS.includes(method))) return [];
  return [
    `${quoted(file, match, allow)} lets clients write users. Whoever may write ${fields.join(' or ')} of their own user can make themselves an admin, who reads all KPI documents and starts jobs. Make sure that its condition rules that out.`,
  ];
}

function isRefusal({ condition }: Allow): boolean {
  return condition?.kind === 'literal' && condition.value === false;
}

/** A rule with its line and its place. */
function quoted({ text }: RulesFile, { path }: Match, { start, endExclusive }: Allow): string {
  const words = text.slice(start, endExclusive).replace(/\s+/g, ' ');
  const shown = words.length > 100 ? `${words.slice(0, 99)}…` : words;
  return `Line ${lineAt(text, start)}: "${shown}" in ${pathText(path)}`;
}

function pathText(path: readonly Segment[]): string {
  const text = (segment: Segment): string => {
    if (segment.kind === 'literal') return segment.text;
    return segment.kind === 'rest' ? `{${segment.name}=**}` : `{${segment.name}}`;
  };
  return path.map((segment) => `/${text(segment)}`).join('');
}
