/** What a rules file says, as far as it takes to find a place in it and to reckon what it allows. Offsets count UTF-16 units. */

export interface Span {
  readonly start: number;
  readonly endExclusive: number;
}

export interface RulesFile {
  readonly text: string;
  /** As written, without quotes; undefined when the file names none, which means version 1. */
  readonly version: string | undefined;
  readonly functions: readonly RulesFunction[];
  readonly services: readonly Service[];
  readonly comments: readonly Comment[];
}

export interface Comment extends Span {
  readonly text: string;
}

/** Everything between two braces, the braces themselves left out. */
export interface Block {
  readonly body: Span;
  readonly functions: readonly RulesFunction[];
  readonly matches: readonly Match[];
  readonly allows: readonly Allow[];
}

export interface Service extends Span, Block {
  /** For example `cloud.firestore`. */
  readonly name: string;
}

export interface Match extends Span, Block {
  readonly path: readonly Segment[];
}

/** `rest` is `{name=**}`: in version 1 one segment or more, in version 2 none or more. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'capture'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string };

export interface Allow extends Span {
  /** As written: `read`, `write`, `get`, `list`, `create`, `update`, `delete`. */
  readonly methods: readonly string[];
  /** Absent for an `allow` without a condition, which always holds. */
  readonly condition?: Expression;
}

export interface RulesFunction extends Span {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly variables: readonly { readonly name: string; readonly value: Expression }[];
  readonly result: Expression;
}

type UnaryOperator = '!' | '-';
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'is' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expression; readonly from: Expression; readonly to?: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expression; readonly value: Expression }[] }
  /** `/databases/$(database)/documents/users`: text as written, or what stands in `$( )`. */
  | { readonly kind: 'path'; readonly segments: readonly (string | Expression)[] };
