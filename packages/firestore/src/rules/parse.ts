import { Cursor } from './cursor.ts';
import { parseExpression, plainSegment } from './parse-expression.ts';
import type { Allow, Expression, Match, RulesFile, RulesFunction, Segment, Service, Span } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

const METHODS = new Set(['read', 'write', 'get', 'list', 'create', 'update', 'delete']);

/**
 * Reads a file in the language of Firebase security rules (https://firebase.google.com/docs/rules/rules-language). Semicolons
 * may be missing where the next word makes the end clear, as many files in use have it.
 * @throws KpiError `failed-precondition` with the line of whatever cannot be read
 */
export function parseRules(text: string): RulesFile {
  const { tokens, comments } = tokenize(text);
  const cursor = new Cursor(text, tokens);
  const functions: RulesFunction[] = [];
  const services: Service[] = [];
  const version = parseVersion(cursor);
  while (cursor.peek().kind !== 'end') {
    if (cursor.is('function')) functions.push(parseFunction(cursor));
    else if (cursor.is('service')) services.push(parseService(cursor));
    else cursor.fail('"service" or "function"');
  }
  return { text, version, functions, services, comments };
}

function parseVersion(cursor: Cursor): string | undefined {
  if (cursor.accept('rules_version') === undefined) return undefined;
  cursor.expect('=');
  if (cursor.peek().kind !== 'string') cursor.fail('the version in quotes');
  const version = cursor.next().text;
  cursor.accept(';');
  return version;
}

function parseService(cursor: Cursor): Service {
  const first = cursor.expect('service');
  let name = cursor.expectWord('the name of a service').text;
  while (cursor.accept('.') !== undefined) name += `.${cursor.expectWord('the name of a service').text}`;
  const block = parseBlock(cursor);
  return { name, ...block, ...cursor.since(first) };
}

function parseMatch(cursor: Cursor): Match {
  const first = cursor.expect('match');
  const path: Segment[] = [];
  if (!cursor.is('/')) cursor.fail('a path that begins with "/"');
  while (cursor.accept('/') !== undefined) path.push(parseSegment(cursor));
  const block = parseBlock(cursor);
  return { path, ...block, ...cursor.since(first) };
}

function parseSegment(cursor: Cursor): Segment {
  if (cursor.accept('(') !== undefined) {
    const text = `(${cursor.expectWord('the name of a database').text})`;
    cursor.expect(')');
    return { kind: 'literal', text };
  }
  if (cursor.accept('{') === undefined) return { kind: 'literal', text: plainSegment(cursor) };
  const { text: name } = cursor.expectWord('the name of a wildcard');
  const kind = cursor.accept('=**') === undefined ? 'capture' : 'rest';
  cursor.expect('}');
  return { kind, name };
}

function parseBlock(cursor: Cursor): Pick<Service, 'body' | 'functions' | 'matches' | 'allows'> {
  const open = cursor.expect('{');
  const functions: RulesFunction[] = [];
  const matches: Match[] = [];
  const allows: Allow[] = [];
  while (!cursor.is('}')) {
    if (cursor.is('function')) functions.push(parseFunction(cursor));
    else if (cursor.is('match')) matches.push(parseMatch(cursor));
    else if (cursor.is('allow')) allows.push(parseAllow(cursor));
    else if (cursor.accept(';') === undefined) cursor.fail('"match", "allow", "function" or "}"');
  }
  const body: Span = { start: open.endExclusive, endExclusive: cursor.peek().start };
  cursor.expect('}');
  return { body, functions, matches, allows };
}

function parseAllow(cursor: Cursor): Allow {
  const first = cursor.expect('allow');
  const methods: string[] = [];
  do {
    if (!METHODS.has(cursor.peek().text)) cursor.fail(`one of ${[...METHODS].join(', ')}`);
    methods.push(cursor.next().text);
  } while (cursor.accept(',') !== undefined);
  let condition: Expression | undefined;
  if (cursor.accept(':') !== undefined) {
    cursor.accept('if');
    condition = parseExpression(cursor);
  }
  endStatement(cursor);
  return { methods, ...(condition === undefined ? {} : { condition }), ...cursor.since(first) };
}

function parseFunction(cursor: Cursor): RulesFunction {
  const first = cursor.expect('function');
  const { text: name } = cursor.expectWord('the name of a function');
  cursor.expect('(');
  const parameters: string[] = [];
  while (!cursor.is(')')) {
    parameters.push(cursor.expectWord('the name of a parameter').text);
    if (cursor.accept(',') === undefined) break;
  }
  cursor.expect(')');
  cursor.expect('{');
  const variables: { name: string; value: Expression }[] = [];
  while (cursor.accept('let') !== undefined) {
    const { text: variable } = cursor.expectWord('the name of a variable');
    cursor.expect('=');
    variables.push({ name: variable, value: parseExpression(cursor) });
    endStatement(cursor);
  }
  cursor.accept('return');
  const result = parseExpression(cursor);
  endStatement(cursor);
  cursor.expect('}');
  return { name, parameters, variables, result, ...cursor.since(first) };
}

const AFTER_STATEMENT = new Set(['}', 'allow', 'match', 'function', 'let', 'return']);

function endStatement(cursor: Cursor): void {
  if (cursor.accept(';') !== undefined) return;
  const next: Token = cursor.peek();
  if (!AFTER_STATEMENT.has(next.text)) cursor.fail('";"');
}
