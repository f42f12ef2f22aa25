import type { Cursor } from './cursor.ts';
import type { BinaryOperator, Expression } from './syntax.ts';

/** Loosest first (https://firebase.google.com/docs/reference/rules/rules#operators). */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['in', 'is'],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

const CONSTANTS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };

export function parseExpression(cursor: Cursor): Expression {
  const test = parseLevel(cursor, 0);
  if (cursor.accept('?') === undefined) return test;
  const yes = parseExpression(cursor);
  cursor.expect(':');
  return { kind: 'conditional', test, yes, no: parseExpression(cursor) };
}

function parseLevel(cursor: Cursor, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(cursor);
  let left = parseLevel(cursor, level + 1);
  for (;;) {
    const operator = operators.find((candidate) => cursor.is(candidate));
    if (operator === undefined) return left;
    cursor.next();
    left = { kind: 'binary', operator, left, right: parseLevel(cursor, level + 1) };
  }
}

function parseUnary(cursor: Cursor): Expression {
  if (cursor.accept('!') !== undefined) return { kind: 'unary', operator: '!', operand: parseUnary(cursor) };
  if (cursor.accept('-') !== undefined) return { kind: 'unary', operator: '-', operand: parseUnary(cursor) };
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expression {
  let expression = parsePrimary(cursor);
  for (;;) {
    if (cursor.accept('.') !== undefined) {
      expression = { kind: 'member', object: expression, name: cursor.expectWord('the name of a field').text };
    } else if (cursor.accept('(') !== undefined) {
      expression = { kind: 'call', callee: expression, args: parseList(cursor, ')') };
    } else if (cursor.accept('[') !== undefined) {
      const from = parseExpression(cursor);
      const to = cursor.accept(':') === undefined ? undefined : parseExpression(cursor);
      cursor.expect(']');
      expression = { kind: 'index', object: expression, from, ...(to === undefined ? {} : { to }) };
    } else {
      return expression;
    }
  }
}

function parsePrimary(cursor: Cursor): Expression {
  const { kind, text } = cursor.peek();
  if (kind === 'string') return { kind: 'literal', value: cursor.next().text };
  if (kind === 'number') return { kind: 'literal', value: Number(cursor.next().text) };
  if (kind === 'word') {
    cursor.next();
    const constant = Object.hasOwn(CONSTANTS, text) ? CONSTANTS[text] : undefined;
    return constant === undefined ? { kind: 'name', name: text } : { kind: 'literal', value: constant };
  }
  if (cursor.is('/')) return parsePath(cursor);
  if (cursor.accept('(') !== undefined) {
    const inner = parseExpression(cursor);
    cursor.expect(')');
    return inner;
  }
  if (cursor.accept('[') !== undefined) return { kind: 'list', items: parseList(cursor, ']') };
  if (cursor.accept('{') !== undefined) return parseMap(cursor);
  return cursor.fail('an expression');
}

function parseList(cursor: Cursor, close: string): Expression[] {
  const items: Expression[] = [];
  while (!cursor.is(close)) {
    items.push(parseExpression(cursor));
    if (cursor.accept(',') === undefined) break;
  }
  cursor.expect(close);
  return items;
}

function parseMap(cursor: Cursor): Expression {
  const entries: { key: Expression; value: Expression }[] = [];
  while (!cursor.is('}')) {
    const key = parseLevel(cursor, 0);
    cursor.expect(':');
    entries.push({ key, value: parseExpression(cursor) });
    if (cursor.accept(',') === undefined) break;
  }
  cursor.expect('}');
  return { kind: 'map', entries };
}

/** A path ends where a segment is followed by anything but a slash. */
function parsePath(cursor: Cursor): Expression {
  const segments: (string | Expression)[] = [];
  while (cursor.accept('/') !== undefined) {
    if (cursor.accept('$(') !== undefined) {
      segments.push(parseExpression(cursor));
      cursor.expect(')');
    } else if (cursor.accept('(') !== undefined) {
      segments.push(`(${cursor.expectWord('the name of a database').text})`);
      cursor.expect(')');
    } else {
      segments.push(plainSegment(cursor));
    }
  }
  return { kind: 'path', segments };
}

/** Characters that end a segment written out, in a path of an expression as in that of a match. */
const DELIMITERS = new Set(['/', '{', '}', '(', ')', '[', ']', ',', ';', ':', '?', '$(', '&&', '||', '==', '!=']);

/** A segment that is written out: words, numbers and dashes without a blank between. */
export function plainSegment(cursor: Cursor): string {
  const isPart = (): boolean => {
    const { kind, text } = cursor.peek();
    return kind === 'word' || kind === 'number' || (kind === 'symbol' && !DELIMITERS.has(text));
  };
  if (!isPart()) return cursor.fail('a segment of a path');
  let segment = cursor.next().text;
  while (cursor.touches() && isPart()) segment += cursor.next().text;
  return segment;
}
