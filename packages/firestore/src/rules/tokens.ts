import { KpiError } from '@pack324a/core';
import type { Comment, Span } from './syntax.ts';

export interface Token extends Span {
  readonly kind: 'word' | 'number' | 'string' | 'symbol' | 'end';
  /** As written; of a string what it says. */
  readonly text: string;
}

const BLANK = /\s+/y;
const LINE_COMMENT = /\/\/[^\r\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?\*\//y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?/y;
const STRING = /'(?:[^'\\\r\n]|\\[^\r\n])*'|"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const SYMBOL = /=\*\*|\$\(|&&|\|\||==|!=|<=|>=|[^\s\w]/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The words of a rules file, with an `end` token behind the last one, and its comments. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly comments: readonly Comment[] } {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = take(BLANK);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const comment = take(LINE_COMMENT) ?? take(BLOCK_COMMENT);
    if (comment !== undefined) {
      comments.push({ start: at, endExclusive: at + comment.length, text: comment });
      at += comment.length;
      continue;
    }
    if (text.startsWith('/*', at)) throw syntaxError(text, at, 'a comment that does not end', '*/');
    const token = tokenAt(text, at, take);
    tokens.push(token);
    at = token.endExclusive;
  }
  tokens.push({ kind: 'end', text: 'the end of the file', start: text.length, endExclusive: text.length });
  return { tokens, comments };
}

function tokenAt(text: string, start: number, take: (pattern: RegExp) => string | undefined): Token {
  const word = take(WORD);
  if (word !== undefined) return { kind: 'word', text: word, start, endExclusive: start + word.length };
  const number = take(NUMBER);
  if (number !== undefined) return { kind: 'number', text: number, start, endExclusive: start + number.length };
  const string = take(STRING);
  if (string !== undefined) return { kind: 'string', text: unquote(string), start, endExclusive: start + string.length };
  if (text[start] === "'" || text[start] === '"') throw syntaxError(text, start, 'a text that does not end on its line', text[start]);
  const symbol = take(SYMBOL) ?? text.slice(start, start + 1);
  return { kind: 'symbol', text: symbol, start, endExclusive: start + symbol.length };
}

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A file that cannot be understood, with the line. */
export function syntaxError(text: string, offset: number, found: string, expected: string | undefined): KpiError {
  return new KpiError('failed-precondition', `Line ${lineAt(text, offset)} of the rules cannot be read: there is ${found}.`, {
    expected,
    hint: 'Nothing was changed.',
  });
}
