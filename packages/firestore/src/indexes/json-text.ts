import { KpiError } from '@pack324a/core';

/** JSON text with the places of everything in it, so that parts can be changed and the rest stay as written. */
export interface JsonText {
  readonly text: string;
  readonly value: unknown;
  readonly root: JsonNode;
}

interface JsonNode {
  readonly start: number;
  readonly endExclusive: number;
  /** Of an object, by key. */
  readonly members: ReadonlyMap<string, JsonNode>;
  /** Of an array. */
  readonly items: readonly JsonNode[];
}

/**
 * Reads JSON; comments count as blanks, as the Firebase command line has it.
 * @throws KpiError `failed-precondition` for anything else
 */
export function readJson(text: string): JsonText {
  const plain = withoutComments(text);
  try {
    return { text, value: JSON.parse(plain) as unknown, root: scanner(plain)() };
  } catch (error) {
    throw new KpiError('failed-precondition', `The indexes cannot be read: ${(error as Error).message}`, {
      expected: 'a JSON object with "indexes" and "fieldOverrides"',
      hint: 'Nothing was changed.',
    });
  }
}

/** The same text with blanks in place of comments. */
function withoutComments(text: string): string {
  const blank = (comment: string): string => comment.replace(/[^\r\n]/g, ' ');
  const marked = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  return marked.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, (found) => (found.startsWith('"') ? found : blank(found)));
}

/** Finds the places in text that is known to be JSON. */
function scanner(text: string): () => JsonNode {
  let at = 0;
  const blanks = (): void => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  const string = (): string => {
    const start = at;
    for (at += 1; text.charAt(at) !== '"'; at += 1) if (text.charAt(at) === '\\') at += 1;
    at += 1;
    return text.slice(start, at);
  };
  const list = (close: string, entry: () => void): void => {
    at += 1;
    for (blanks(); text.charAt(at) !== close; blanks()) {
      entry();
      blanks();
      if (text.charAt(at) === ',') at += 1;
    }
    at += 1;
  };
  const node = (): JsonNode => {
    blanks();
    const start = at;
    const members = new Map<string, JsonNode>();
    const items: JsonNode[] = [];
    if (text.charAt(at) === '[') list(']', () => items.push(node()));
    else if (text.charAt(at) === '"') string();
    else if (text.charAt(at) !== '{') at += /^[^\s,\]}]+/.exec(text.slice(at))?.[0].length ?? 1;
    else {
      list('}', () => {
        const key = JSON.parse(string()) as string;
        blanks();
        at += 1;
        members.set(key, node());
      });
    }
    return { start, endExclusive: at, members, items };
  };
  return node;
}

/** How a file is laid out. */
interface Layout {
  readonly eol: string;
  /** One step of indentation; empty for a file that is one line. */
  readonly indent: string;
}

function layoutOf(text: string): Layout {
  const eol = /\r?\n/.exec(text.trim())?.[0];
  if (eol === undefined) return { eol: '', indent: '' };
  return { eol, indent: /\n([^\S\r\n]+)\S/.exec(text)?.[1] ?? '  ' };
}

/** The text with an empty array under a key that the object lacks, behind the others. */
export function withArray(text: string, key: string): string {
  const { root } = readJson(text);
  if (root.members.has(key)) return text;
  const { eol, indent } = layoutOf(text);
  const last = [...root.members.values()].reduce<JsonNode | undefined>((a, b) => (a === undefined || b.start > a.start ? b : a), undefined);
  const member = `${eol}${indent}"${key}": []`;
  if (last !== undefined) return `${text.slice(0, last.endExclusive)},${member}${text.slice(last.endExclusive)}`;
  return `${text.slice(0, root.start)}{${member}${eol}}${text.slice(root.endExclusive)}`;
}

/**
 * The text without some items of the array under a key; with each goes the comma before it, or behind it when it is the first.
 * An array that `withItems` has filled is as it was before when all its items go.
 */
export function withoutItems(text: string, key: string, gone: ReadonlySet<number>): string {
  const array = readJson(text).root.members.get(key);
  if (array === undefined || gone.size === 0) return text;
  const { items } = array;
  if (items.every((_, at) => gone.has(at))) return emptied(text, array);
  let result = text;
  for (const at of [...gone].sort((a, b) => b - a)) {
    const [item, before, behind] = [items[at], items[at - 1], items[at + 1]];
    if (item === undefined) continue;
    const leading = items.slice(0, at).every((_, index) => gone.has(index));
    const from = leading ? item.start : (before?.endExclusive ?? item.start);
    const to = leading ? (behind?.start ?? item.endExclusive) : item.endExclusive;
    result = result.slice(0, from) + result.slice(to);
  }
  return result;
}

/** Keeps comments and blanks of an array but for the lines that `withItems` has begun. */
function emptied(text: string, { items, start, endExclusive }: JsonNode): string {
  const [head, tail] = [text.slice(start + 1, items[0]?.start), text.slice(items.at(-1)?.endExclusive, endExclusive - 1)];
  const before = head.replace(LAST_LINE_START, '');
  const behind = tail.trim() === '' ? tail.replace(LAST_LINE_START, '') : tail;
  const inner = [before + behind, head + tail].find((candidate) => withoutComments(`${candidate}]`).endsWith(']')) ?? '';
  return `${text.slice(0, start)}[${inner}]${text.slice(endExclusive)}`;
}

const LAST_LINE_START = /\r?\n[^\S\r\n]*$/;

/** The text with more items behind those of the array under a key, laid out as the file is. */
export function withItems(text: string, key: string, values: readonly unknown[]): string {
  const array = readJson(text).root.members.get(key);
  if (array === undefined || values.length === 0) return text;
  const { eol, indent } = layoutOf(text);
  const last = array.items.at(-1);
  const margin = last === undefined ? marginOf(text, array.start) + indent : marginOf(text, last.start);
  const written = values.map((value) => JSON.stringify(value, null, indent).replaceAll('\n', eol + margin)).join(`,${eol}${margin}`);
  if (last !== undefined) return `${text.slice(0, last.endExclusive)},${eol}${margin}${written}${text.slice(last.endExclusive)}`;
  const closing = eol === '' ? '' : eol + marginOf(text, array.start);
  const inner = text.slice(array.start, array.endExclusive - 1);
  return `${text.slice(0, array.start)}${inner}${eol}${margin}${written}${closing}]${text.slice(array.endExclusive)}`;
}

/** What the line of an offset begins with. */
function marginOf(text: string, offset: number): string {
  return /^[^\S\r\n]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}
