import type { Span } from './syntax.ts';
import { syntaxError, type Token } from './tokens.ts';

const END: Token = { kind: 'end', text: 'the end of the file', start: 0, endExclusive: 0 };

/** Where a parser stands in the words of a file. */
export class Cursor {
  readonly text: string;
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  /** @param ahead words further on; 0 is the next one */
  peek(ahead = 0): Token {
    return this.tokens[this.position + ahead] ?? this.tokens.at(-1) ?? END;
  }

  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  /** Whether the next word is this one; the text of a string is none. */
  is(text: string): boolean {
    const token = this.peek();
    return token.text === text && token.kind !== 'string' && token.kind !== 'end';
  }

  /** Takes the next word when it is this one. */
  accept(text: string): Token | undefined {
    return this.is(text) ? this.next() : undefined;
  }

  expect(text: string): Token {
    return this.accept(text) ?? this.fail(`"${text}"`);
  }

  expectWord(what: string): Token {
    return this.peek().kind === 'word' ? this.next() : this.fail(what);
  }

  fail(expected: string): never {
    const { text, kind, start } = this.peek();
    throw syntaxError(this.text, start, kind === 'end' ? text : `"${text}"`, expected);
  }

  /** True when nothing, not even a blank, lies between the last word taken and the next. */
  touches(): boolean {
    return this.tokens[this.position - 1]?.endExclusive === this.peek().start;
  }

  /** From the given word to the last one taken. */
  since(first: Token): Span {
    return { start: first.start, endExclusive: this.tokens[this.position - 1]?.endExclusive ?? first.endExclusive };
  }
}
