/**
 * Random numbers that depend on nothing but a seed and labels.
 *
 * Every day, user and purpose draws from a generator of its own, derived by hashing, so that a day can be generated
 * without the days before it and always comes out the same.
 */

/** MurmurHash3's 32-bit finaliser (Austin Appleby, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** What a generator is for: two purposes never share their numbers. */
export const STREAM = {
  signUps: 1,
  profile: 2,
  rhythm: 3,
  userDay: 4,
  moderation: 5,
  backOffice: 6,
  late: 7,
  flaws: 8,
  stories: 9,
} as const;

/** A generator for one purpose, day or user. Labels are whole numbers. */
export function rngOf(seed: number, stream: number, ...labels: readonly number[]): Rng {
  let low = mix((seed >>> 0) ^ 0x9e3779b9);
  let high = mix(Math.floor(seed / 2 ** 32) ^ 0x7f4a7c15);
  for (const label of [stream, ...labels]) {
    low = mix(Math.imul(low, 5) + label + 0x6b43a9b5);
    high = mix(high ^ Math.imul(label + 1, 0x9e3779b1) ^ low);
  }
  return new Rng(low, high);
}

/** sfc32, "Small Fast Chaotic" by Chris Doty-Humphrey (PractRand, public domain), with the draws that a platform needs. */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(low: number, high: number) {
    this.a = low | 0;
    this.b = high | 0;
    this.c = mix(low ^ Math.imul(high, 3));
    // PractRand runs 12 rounds before the first number so that close seeds part ways.
    for (let round = 0; round < 12; round += 1) this.next();
  }

  private next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.next() / 2 ** 32;
  }

  /** A whole number in [0, endExclusive). */
  below(endExclusive: number): number {
    return Math.floor(this.unit() * endExclusive);
  }

  /** A whole number in [low, high], both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  /** Knuth's method, in pieces so that exp() of a large mean does not vanish. */
  poisson(mean: number): number {
    let total = 0;
    for (let left = mean; left > 0; left -= 20) {
      const limit = Math.exp(-Math.min(left, 20));
      for (let product = this.unit(); product > limit; product *= this.unit()) total += 1;
    }
    return total;
  }

  /** Box and Muller's transform: half of the values lie below the median. */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
    return median * Math.exp(sigma * normal);
  }

  /** Heavy-tailed, from 1 up to `cap`; the smaller `alpha`, the heavier the tail. */
  pareto(alpha: number, cap: number): number {
    return Math.min(cap, (1 - this.unit()) ** (-1 / alpha));
  }
}
