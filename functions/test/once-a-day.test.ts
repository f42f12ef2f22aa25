import { describe, expect, it } from 'vitest';
import { onceADay } from '../src/once-a-day.ts';

describe('a question that is asked once a day', () => {
  it('is asked again on the next day, by UTC', async () => {
    let now = Date.parse('2026-03-01T23:59:59.999Z');
    const asked: string[] = [];
    const ask = onceADay(
      () => now,
      async (today) => asked.push(today),
    );
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    now += 1;
    expect([await ask(), await ask()]).toEqual([2, 2]);
    expect(asked).toEqual(['2026-03-01', '2026-03-02']);
  });

  it('is asked again after it failed', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve('up')];
    const ask = onceADay(
      () => 0,
      () => answers.shift() ?? Promise.resolve('again'),
    );
    await expect(ask()).rejects.toThrow('down');
    expect([await ask(), await ask()]).toEqual(['up', 'up']);
  });
});
