import { type KpiConfig, KpiError } from '@pack324a/core';
import { BEGIN, EMPTY_RULES, END, OWN_FUNCTIONS, rulesLines } from './fragment.ts';
import { matchesIn, overlapsOf } from './overlaps.ts';
import { parseRules } from './parse.ts';
import type { Comment, Match, RulesFile, RulesFunction, Segment, Span } from './syntax.ts';
import { lineAt } from './tokens.ts';

export interface Merged {
  readonly text: string;
  /** What a person should know before writing it. */
  readonly warnings: readonly string[];
}

/** Our part alone, as a file of its own. */
export function standaloneRules(config: KpiConfig): string {
  const head = '// Generated. For the emulator and for databases without rules of their own: deployed, it replaces every other rule.\n';
  return head + mergeRules(EMPTY_RULES, config).text;
}

/**
 * Adds our part to a platform's rules, or brings it up to date. All other text stays as it is, byte for byte.
 * @throws KpiError `failed-precondition` for a file that has no one place for it, or that already rules our collections
 */
export function mergeRules(text: string, config: KpiConfig): Merged {
  const file = parseRules(text);
  const documents = documentsMatch(file);
  const own = ownPart(file, documents);
  const others = own === undefined ? file : parseRules(without(text, own));
  const warnings = assertNoOverlap(others, config);
  const lines = (remark?: string): string[] =>
    rulesLines(config, {
      database: databaseOf(documents),
      indent: indentUnit(text, documents),
      ...(remark === undefined ? {} : { remark }),
    });
  const eol = lineEnding(text);
  if (own !== undefined) {
    const written = lines(own.split ? SPLIT : undefined);
    const body = written.join(eol + own.indent);
    return { text: text.slice(0, own.start) + body + text.slice(own.endExclusive), warnings };
  }
  return { text: insert(text, documents, eol, lines), warnings };
}

/**
 * Takes our part out of a platform's rules; what was there before is there again, byte for byte.
 * @returns the same text where our part is not in it
 */
export function removeRules(text: string): string {
  const file = parseRules(text);
  const own = ownPart(file, documentsMatch(file));
  return own === undefined ? text : without(text, own);
}

/** Said in the opening marker where a line of the platform's was broken to make room. */
const SPLIT = '(a line is broken here)';

function insert(text: string, documents: Match, eol: string, lines: (remark?: string) => string[]): string {
  const brace = documents.body.endExclusive;
  const lineStart = text.lastIndexOf('\n', brace - 1) + 1;
  const before = text.slice(lineStart, brace);
  if (before.trim() !== '') return `${text.slice(0, brace)}${eol}${lines(SPLIT).join(eol)}${eol}${text.slice(brace)}`;
  const indent = childIndent(text, documents) ?? before + indentUnit(text, documents);
  const block = lines().map((line) => indent + line + eol);
  return text.slice(0, lineStart) + block.join('') + text.slice(lineStart);
}

interface OwnPart extends Span {
  /** What the opening marker's line begins with. */
  readonly indent: string;
  /** Whether it says that a line was broken to make room. */
  readonly split: boolean;
  /** Whether that line can be put together again: not where it has become the line of a comment. */
  readonly joins: boolean;
}

function without(text: string, { start, endExclusive, indent, joins }: OwnPart): string {
  const from = start - indent.length;
  const behind = /^[^\S\r\n]*(?:\r\n|\n|$)/.exec(text.slice(endExclusive))?.[0].length ?? 0;
  const lineBreakBefore = joins ? lineBreakLength(text.slice(0, from)) : 0;
  return text.slice(0, from - lineBreakBefore) + text.slice(endExclusive + behind);
}

/** Length of the line break that a text ends with. */
function lineBreakLength(text: string): number {
  return /\r?\n$/.exec(text)?.[0].length ?? 0;
}

/** Our part by its markers; undefined where there is none. */
function ownPart(file: RulesFile, documents: Match): OwnPart | undefined {
  const begins = file.comments.filter(({ text }) => text.startsWith(BEGIN));
  const ends = file.comments.filter(({ text }) => text.startsWith(END));
  const [begin] = begins;
  const [end] = ends;
  if (begin === undefined && end === undefined) return undefined;
  if (begin === undefined || end === undefined || begins.length > 1 || ends.length > 1 || end.start < begin.start) {
    const where = [...begins, ...ends].map(({ start }) => lineAt(file.text, start));
    throw refusal(`The markers of our part do not pair up (lines ${where.join(', ')}).`, `one "${BEGIN}" and one "${END}" behind it`);
  }
  assertInPlace(documents, begin, end);
  const before = file.text.slice(0, begin.start);
  const indent = /[^\S\r\n]*$/.exec(before)?.[0] ?? '';
  const lineEnd = before.length - lineBreakLength(before);
  const split = begin.text.includes(SPLIT);
  const joins = split && indent === '' && !file.comments.some(({ endExclusive }) => endExclusive === lineEnd);
  return { start: begin.start, endExclusive: end.endExclusive, indent, split, joins };
}

function assertInPlace({ body, matches, functions, allows }: Match, begin: Comment, end: Comment): void {
  const children: readonly Span[] = [...matches, ...functions, ...allows];
  const cut = children.some(
    (child) =>
      (child.start < begin.start && child.endExclusive > begin.start) || (child.start < end.start && child.endExclusive > end.start),
  );
  if (begin.start < body.start || end.start > body.endExclusive || cut) {
    throw refusal('The markers of our part have been moved.', 'them directly in the block of match /databases/{database}/documents');
  }
}

/** The one block that rules the documents of the database. */
function documentsMatch(file: RulesFile): Match {
  const services = file.services.filter(({ name }) => name === 'cloud.firestore');
  const [service] = services;
  if (service === undefined) throw refusal('There is no "service cloud.firestore" in the rules.', 'the rules of a Firestore database');
  if (services.length > 1) throw refusal('There are several "service cloud.firestore" in the rules.', 'one');
  const found = matchesIn(service).filter(({ path }) => isDocumentsPath(path));
  const [documents] = found;
  if (documents === undefined)
    throw refusal('No match covers the documents of the database.', 'match /databases/{database}/documents { … }');
  if (found.length > 1) {
    const lines = found.map(({ match }) => lineAt(file.text, match.start)).join(' and ');
    throw refusal(`Several blocks rule the documents of the database (lines ${lines}).`, 'one match /databases/{database}/documents');
  }
  return documents.match;
}

function isDocumentsPath([databases, database, documents, ...more]: readonly Segment[]): boolean {
  const is = (segment: Segment | undefined, text: string): boolean => segment?.kind === 'literal' && segment.text === text;
  return (
    is(databases, 'databases') && database !== undefined && database.kind !== 'rest' && is(documents, 'documents') && more.length === 0
  );
}

/** How a path within the block names the database: by the wildcard that stands for it, or as written. */
function databaseOf({ path }: Match): string {
  const database = path.find((segment) => segment.kind === 'capture') ?? path[1];
  if (database === undefined || database.kind === 'rest') return '(default)';
  return database.kind === 'capture' ? `$(${database.name})` : database.text;
}

/** Refuses rules that already rule our collections or use our names; returns what a person should know of the others. */
function assertNoOverlap(others: RulesFile, config: KpiConfig): readonly string[] {
  const { named, warnings } = overlapsOf(others, config);
  if (named.length > 0) {
    const list = named.map(({ collection, line }) => `${collection} (line ${line})`).join(', ');
    throw refusal(`The rules already have a match of their own for ${list}.`, 'none: what both allow would be added together');
  }
  const taken = functionsOf(others).find(({ name }) => (OWN_FUNCTIONS as readonly string[]).includes(name));
  if (taken !== undefined) {
    throw refusal(`The rules already have a function ${taken.name} (line ${lineAt(others.text, taken.start)}).`, 'another name for it');
  }
  return warnings;
}

function functionsOf(file: RulesFile): RulesFunction[] {
  const within = file.services.flatMap((service) => [...service.functions, ...matchesIn(service).flatMap(({ match }) => match.functions)]);
  return [...file.functions, ...within];
}

function refusal(message: string, expected: string): KpiError {
  return new KpiError('failed-precondition', message, {
    expected,
    hint: 'Nothing was changed. docs/firebase-rules.md says how to place our part by hand.',
  });
}

function lineEnding(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The indentation of what stands in a block on a line of its own. */
function childIndent(text: string, { body, matches, functions, allows }: Match): string | undefined {
  const children: readonly Span[] = [...matches, ...functions, ...allows].sort((a, b) => a.start - b.start);
  for (const { start } of children) {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1;
    const before = text.slice(lineStart, start);
    if (lineStart > body.start && before.trim() === '') return before;
  }
  return undefined;
}

/** One step of indentation: what a block's contents have more than the line that opens it. */
function indentUnit(text: string, documents: Match): string {
  const lineStart = text.lastIndexOf('\n', documents.start - 1) + 1;
  const outer = text.slice(lineStart, documents.start);
  const inner = childIndent(text, documents);
  const unit = inner?.startsWith(outer) === true ? inner.slice(outer.length) : '';
  return unit === '' ? '  ' : unit;
}
