import { describe, expect, it } from 'vitest';
import { Flights } from '../../src/api/flights.ts';

/** Work that ends when the test says so, and counts how often it began. */
function work<T>(): {
  readonly run: () => Promise<T>;
  begun(): number;
  end(index: number, value: T): void;
  fail(index: number, error: unknown): void;
} {
  const settlers: { resolve: (value: T) => void; reject: (error: unknown) => void }[] = [];
  return {
    run: () => new Promise<T>((resolve, reject) => settlers.push({ resolve, reject })),
    begun: () => settlers.length,
    end: (index, value) => settlers[index]?.resolve(value),
    fail: (index, error) => settlers[index]?.reject(error),
  };
}

/** So many turns of the microtask queue. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
}
const MANY_TURNS = 50;

describe('join', () => {
  it('does the work once for all who ask while it runs', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<string>();
    const asked = Array.from({ length: 100 }, () => flights.join('key', run));
    expect(begun()).toBe(1);
    end(0, 'done');
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['done']));
  });

  it('does it anew for whoever asks afterwards', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<number>();
    const first = flights.join('key', run);
    end(0, 1);
    expect(await first).toBe(1);
    const second = flights.join('key', run);
    expect(begun()).toBe(2);
    end(1, 2);
    expect(await second).toBe(2);
  });

  it('fails for all who asked, and begins anew afterwards', async () => {
    const flights = new Flights();
    const { run, begun, fail, end } = work<number>();
    const asked = [flights.join('key', run), flights.join('key', run)];
    fail(0, new Error('down'));
    for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
    const again = flights.join('key', run);
    expect(begun()).toBe(2);
    end(1, 5);
    expect(await again).toBe(5);
  });

  it('keeps keys apart', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<string>();
    const one = flights.join('one', run);
    const other = flights.join('other', run);
    expect(begun()).toBe(2);
    end(1, 'other');
    expect(await other).toBe('other');
    end(0, 'one');
    expect(await one).toBe('one');
  });
});

describe('joinNext', () => {
  it('begins at once when nothing runs', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<string>();
    const asked = flights.joinNext('key', run);
    expect(begun()).toBe(1);
    end(0, 'done');
    expect(await asked).toBe('done');
  });

  it('does the work once more for all who ask while it runs, after it has ended', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<number>();
    const first = flights.joinNext('key', run);
    const later = Array.from({ length: 100 }, () => flights.joinNext('key', run));
    await turns(MANY_TURNS);
    expect(begun()).toBe(1);
    end(0, 1);
    expect(await first).toBe(1);
    await turns(MANY_TURNS);
    expect(begun()).toBe(2);
    end(1, 2);
    expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
    expect(begun()).toBe(2);
  });

  it('gives whoever asks while the second runs a third', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<number>();
    const first = flights.joinNext('key', run);
    const second = flights.joinNext('key', run);
    end(0, 1);
    await first;
    await turns(MANY_TURNS);
    const third = flights.joinNext('key', run);
    await turns(MANY_TURNS);
    expect(begun()).toBe(2);
    end(1, 2);
    expect(await second).toBe(2);
    await turns(MANY_TURNS);
    end(2, 3);
    expect(await third).toBe(3);
  });

  it('goes on after a failure, which only those learn of who had asked for it', async () => {
    const flights = new Flights();
    const { run, fail, end } = work<number>();
    const first = flights.joinNext('key', run);
    const second = flights.joinNext('key', run);
    fail(0, new Error('down'));
    await expect(first).rejects.toThrow('down');
    await turns(MANY_TURNS);
    end(1, 2);
    expect(await second).toBe(2);
  });

  it('waits for work that was joined', async () => {
    const flights = new Flights();
    const { run, begun, end } = work<number>();
    const joined = flights.join('key', run);
    const next = flights.joinNext('key', run);
    await turns(MANY_TURNS);
    expect(begun()).toBe(1);
    end(0, 1);
    expect(await joined).toBe(1);
    await turns(MANY_TURNS);
    end(1, 2);
    expect(await next).toBe(2);
  });

  it.each(
    Array.from({ length: 12 }, (_, index) => index),
  )('does the work once more for all who wait, also for one who comes %d turns after the end of the first', async (count) => {
    const flights = new Flights();
    const { run, begun, end } = work<number>();
    const first = flights.joinNext('key', run);
    const waiting = flights.joinNext('key', run);
    end(0, 1);
    await turns(count);
    const isSecondUnderWay = begun() === 2;
    const late = flights.joinNext('key', run);
    await turns(MANY_TURNS);
    end(1, 2);
    await turns(MANY_TURNS);
    expect(begun()).toBe(isSecondUnderWay ? 3 : 2);
    end(2, 3);
    expect(await Promise.all([first, waiting, late])).toEqual([1, 2, isSecondUnderWay ? 3 : 2]);
  });
});
