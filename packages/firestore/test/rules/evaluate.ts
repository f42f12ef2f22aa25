import type { Allow, Block, Expression, Match, RulesFile, RulesFunction, Segment } from '../../src/rules/syntax.ts';

/** A request as rules see it. */
export interface RulesRequest {
  readonly method: 'get' | 'list' | 'create' | 'update' | 'delete';
  /** `collection/id`. */
  readonly path: string;
  readonly uid: string | null;
  /** What is stored, by path; undefined for nothing. */
  readonly documents: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

/** A construct that this evaluator has no meaning for: the test that met it must fail. */
export class UnknownConstruct extends Error {}

/** What rules themselves call an error: the condition in which it happens does not hold. */
class RulesError extends Error {}

const METHODS: Readonly<Record<string, readonly RulesRequest['method'][]>> = {
  read: ['get', 'list'],
  write: ['create', 'update', 'delete'],
  get: ['get'],
  list: ['list'],
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
};

type Value = unknown;

interface Scope {
  readonly names: ReadonlyMap<string, Value>;
  readonly functions: ReadonlyMap<string, { readonly definition: RulesFunction; readonly scope: () => Scope }>;
  readonly request: RulesRequest;
}

/** Whether the rules of the database's documents allow a request: whether any condition of any match on its path holds. */
export function isAllowed(file: RulesFile, request: RulesRequest): boolean {
  const path = ['databases', '(default)', 'documents', ...request.path.split('/')];
  const root = withFunctions({ names: new Map([['request', requestValue(request)]]), functions: new Map(), request }, file.functions);
  const services = file.services.filter(({ name }) => name === 'cloud.firestore');
  const isOld = file.version !== '2';
  const found = services.flatMap((service) => allowsIn(service, withFunctions(root, service.functions), path, isOld));
  return found.some(({ allow, scope }) => holds(allow, scope));
}

interface Applicable {
  readonly allow: Allow;
  readonly scope: Scope;
}

function allowsIn(block: Block, scope: Scope, path: readonly string[], isOld: boolean): Applicable[] {
  return block.matches.flatMap((match: Match) =>
    bindings(match.path, path, isOld).flatMap(({ names, rest }) => {
      const inner = withFunctions({ ...scope, names: new Map([...scope.names, ...names]) }, match.functions);
      const own = rest.length === 0 ? match.allows.map((allow) => ({ allow, scope: inner })) : [];
      return [...own, ...allowsIn(match, inner, rest, isOld)];
    }),
  );
}

interface Binding {
  readonly names: ReadonlyMap<string, Value>;
  readonly rest: readonly string[];
}

/** Every way in which a pattern takes the beginning of a path. */
function bindings(pattern: readonly Segment[], path: readonly string[], isOld: boolean): Binding[] {
  const [segment, ...others] = pattern;
  if (segment === undefined) return [{ names: new Map(), rest: path }];
  if (segment.kind === 'rest') {
    const least = isOld ? 1 : 0;
    return path
      .concat('')
      .map((_, taken) => taken)
      .filter((taken) => taken >= least)
      .flatMap((taken) =>
        bindings(others, path.slice(taken), isOld).map(({ names, rest }) => ({
          names: new Map([[segment.name, path.slice(0, taken).join('/')], ...names]),
          rest,
        })),
      );
  }
  const [first, ...deeper] = path;
  if (first === undefined || (segment.kind === 'literal' && segment.text !== first)) return [];
  const own: [string, Value][] = segment.kind === 'capture' ? [[segment.name, first]] : [];
  return bindings(others, deeper, isOld).map(({ names, rest }) => ({ names: new Map([...own, ...names]), rest }));
}

function withFunctions(scope: Scope, definitions: readonly RulesFunction[]): Scope {
  const functions = new Map(scope.functions);
  const inner: Scope = { ...scope, functions };
  for (const definition of definitions) functions.set(definition.name, { definition, scope: () => inner });
  return inner;
}

function holds({ methods, condition }: Allow, scope: Scope): boolean {
  if (!methods.some((method) => METHODS[method]?.includes(scope.request.method))) return false;
  if (condition === undefined) return true;
  try {
    return evaluate(condition, scope) === true;
  } catch (error) {
    if (error instanceof RulesError) return false;
    throw error;
  }
}

/** What of a request is known here; the rest of it is not taken for missing. */
class RequestValue extends Map<Value, Value> {}

function requestValue({ method, uid }: RulesRequest): Value {
  return new RequestValue([
    ['auth', uid === null ? null : new Map([['uid', uid]])],
    ['method', method],
  ]);
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      if (!scope.names.has(expression.name)) throw new UnknownConstruct(`the name ${expression.name}`);
      return scope.names.get(expression.name);
    case 'member':
      return fieldOf(evaluate(expression.object, scope), expression.name);
    case 'index':
      if (expression.to !== undefined) throw new UnknownConstruct('a range');
      return fieldOf(evaluate(expression.object, scope), evaluate(expression.from, scope));
    case 'path':
      return new PathValue(expression.segments.map((part) => (typeof part === 'string' ? part : segmentText(evaluate(part, scope)))));
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'unary':
      if (expression.operator !== '!') throw new UnknownConstruct(expression.operator);
      return !truth(evaluate(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'call':
      return call(expression, scope);
    default:
      throw new UnknownConstruct(expression.kind);
  }
}

class PathValue {
  readonly segments: readonly string[];

  constructor(segments: readonly string[]) {
    this.segments = segments;
  }
}

function segmentText(value: Value): string {
  if (typeof value !== 'string') throw new RulesError('a segment that is no text');
  return value;
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new RulesError('not a boolean');
  return value;
}

/** Reading what is not there is an error, as is reading anything of null. */
function fieldOf(object: Value, key: Value): Value {
  if (!(object instanceof Map)) throw new RulesError('not a map');
  if (!object.has(key) && object instanceof RequestValue) throw new UnknownConstruct(`request.${String(key)}`);
  if (!object.has(key)) throw new RulesError(`no ${String(key)}`);
  return object.get(key);
}

function binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, scope: Scope): Value {
  if (operator === '&&' || operator === '||') return logical(operator, left, right, scope);
  const a = evaluate(left, scope);
  if (operator === 'is') return isOfType(a, right);
  const b = evaluate(right, scope);
  if (operator === '==' || operator === '!=') return (a === b) === (operator === '==');
  if (operator === 'in' && b instanceof Map) return b.has(a);
  if (operator === 'in' && Array.isArray(b)) return b.includes(a);
  if (operator === 'in') throw new RulesError('neither map nor list');
  throw new UnknownConstruct(operator);
}

/** An error on one side does not matter when the other decides alone. */
function logical(operator: '&&' | '||', left: Expression, right: Expression, scope: Scope): boolean {
  const deciding = operator === '||';
  let failure: RulesError | undefined;
  for (const side of [left, right]) {
    try {
      if (truth(evaluate(side, scope)) === deciding) return deciding;
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

function isOfType(value: Value, type: Expression): boolean {
  if (type.kind !== 'name') throw new UnknownConstruct('is');
  if (type.name === 'map') return value instanceof Map;
  if (type.name === 'string') return typeof value === 'string';
  if (type.name === 'bool') return typeof value === 'boolean';
  throw new UnknownConstruct(`is ${type.name}`);
}

function call({ callee, args }: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
  if (callee.kind !== 'name') throw new UnknownConstruct('a method');
  const values = args.map((argument) => evaluate(argument, scope));
  const found = scope.functions.get(callee.name);
  if (found !== undefined) return callFunction(found.definition, values, found.scope());
  if (callee.name !== 'get' && callee.name !== 'exists') throw new UnknownConstruct(`the function ${callee.name}`);
  const [path] = values;
  if (!(path instanceof PathValue)) throw new RulesError('not a path');
  const [databases, database, documents, ...rest] = path.segments;
  if (`${databases}/${database}/${documents}` !== 'databases/(default)/documents') throw new RulesError('another database');
  const stored = scope.request.documents[rest.join('/')];
  if (callee.name === 'exists') return stored !== undefined;
  return stored === undefined ? null : new Map([['data', toValue(stored)]]);
}

function callFunction({ name, parameters, variables, result }: RulesFunction, values: readonly Value[], scope: Scope): Value {
  if (parameters.length !== values.length) throw new UnknownConstruct(`${name} with ${values.length} arguments`);
  const names = new Map([...scope.names, ...parameters.map((parameter, at): [string, Value] => [parameter, values[at]])]);
  const inner: Scope = { ...scope, names };
  for (const variable of variables) names.set(variable.name, evaluate(variable.value, inner));
  return evaluate(result, inner);
}

function toValue(value: unknown): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, toValue(inner)]));
}
