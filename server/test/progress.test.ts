import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProgress, stopBars } from '../src/print/progress.ts';

let written: string[];
const before = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');

beforeEach(() => {
  written = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  if (before === undefined) Reflect.deleteProperty(process.stderr, 'isTTY');
  else Object.defineProperty(process.stderr, 'isTTY', before);
});

function onTerminal(isTTY: boolean): void {
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
}

describe('progress without a terminal', () => {
  beforeEach(() => onTerminal(false));

  function linesOf(total: number, steps: readonly number[]): string[] {
    written = [];
    const progress = startProgress('Aggregating', total, 'days');
    for (const done of steps) progress.update(done);
    progress.stop();
    return written;
  }

  it('is a plain line at every tenth of the way', () => {
    const lines = linesOf(
      365,
      Array.from({ length: 365 }, (_, index) => index + 1),
    );
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('Aggregating: 37 of 365 days\n');
    expect(lines.at(-1)).toBe('Aggregating: 365 of 365 days\n');
  });

  it('tells each step of few, and each tenth at most once', () => {
    expect(linesOf(3, [1, 2, 3])).toEqual(['Aggregating: 1 of 3 days\n', 'Aggregating: 2 of 3 days\n', 'Aggregating: 3 of 3 days\n']);
    expect(linesOf(100, [10, 10, 15, 19, 20])).toEqual(['Aggregating: 10 of 100 days\n', 'Aggregating: 20 of 100 days\n']);
  });

  it('says nothing before the first tenth, nor when it stops', () => {
    expect(linesOf(100, [0, 1, 9])).toEqual([]);
  });
});

describe('progress on a terminal', () => {
  it('is a bar that ends where the work did', () => {
    onTerminal(true);
    const progress = startProgress('Aggregating', 4, 'days');
    progress.update(1);
    progress.update(4);
    progress.stop();
    const text = written.join('');
    expect(text).toContain('Aggregating ');
    expect(text).toContain('4/4 days');
  });

  it('gives the terminal back when the process ends before the work does', () => {
    onTerminal(true);
    const listeners = process.listenerCount('exit');
    startProgress('Aggregating', 4, 'days').update(2);
    // The cursor is hidden, and lines are not wrapped.
    expect(written.join('')).toContain('\x1b[?25l');
    expect(written.join('')).toContain('\x1b[?7l');
    expect(process.listenerCount('exit')).toBe(listeners + 1);
    written = [];
    expect(stopBars()).toBe(true);
    expect(written.join('')).toContain('\x1b[?25h');
    expect(written.join('')).toContain('\x1b[?7h');
    expect(written.at(-1)).toBe('\n');
    written = [];
    expect(stopBars()).toBe(false);
    expect(written).toEqual([]);
    expect(process.listenerCount('exit')).toBe(listeners);
  });

  it('survives work that stops half-way, or never begins', () => {
    onTerminal(true);
    const halfway = startProgress('Aggregating', 4, 'days');
    halfway.update(2);
    halfway.stop();
    startProgress('Aggregating', 1, 'days').stop();
    expect(written.join('')).toContain('2/4 days');
  });
});
