import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookAlike } from '../src/config/suggest.ts';
import { compareCodePoints, nearestName } from '../src/index.ts';
import { PROPERTY } from './property.ts';

describe('nearestName', () => {
  const known = ['platformAccountIds', 'retention', 'batchSize', 'sources', 'region'];

  it.each([
    ['batchsize', 'batchSize'],
    ['batch_size', 'batchSize'],
    ['RETENTION', 'retention'],
    ['platformAcountId', 'platformAccountIds'],
    ['source', 'sources'],
  ])('takes %s for %s', (unknown, meant) => {
    expect(nearestName(unknown, known)).toBe(meant);
  });

  it('suggests nothing far-fetched, and nothing from nothing', () => {
    expect(nearestName('colour', known)).toBeUndefined();
    expect(nearestName('batchSize', [])).toBeUndefined();
  });
});

describe('lookAlike', () => {
  it.each([
    ['amount', ['memo', 'amountTokens'], 'amountTokens'],
    ['createdAt', ['created_at'], 'created_at'],
    ['creatorId', ['metadata.creator'], 'metadata.creator'],
    ['createdAt', ['createdAtt'], 'createdAtt'],
    ['userId', ['uid', 'user'], 'user'],
  ] as const)('finds for %s among %j', (wanted, names, found) => {
    expect(lookAlike(wanted, [...names])).toBe(found);
  });

  it('finds nothing among strangers, and compares nothing with a name that has no letters of ASCII', () => {
    expect(lookAlike('amount', ['memo', 'x', 'am'])).toBeUndefined();
    expect(lookAlike('сумма', ['memo', 'comment'])).toBeUndefined();
    expect(lookAlike('amount', ['сумма'])).toBeUndefined();
  });
});

describe('compareCodePoints', () => {
  /** The order of UTF-32: code points compared as numbers, the shorter first. */
  function reference(left: string, right: string): number {
    const [a, b] = [Array.from(left, (point) => point.codePointAt(0) ?? 0), Array.from(right, (point) => point.codePointAt(0) ?? 0)];
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      if (a[index] !== b[index]) return Math.sign((a[index] ?? 0) - (b[index] ?? 0));
    }
    return Math.sign(a.length - b.length);
  }

  it('puts U+FFFF before U+10000, unlike the order of UTF-16', () => {
    expect(compareCodePoints('\uffff', '\u{10000}')).toBeLessThan(0);
    expect('\uffff' < '\u{10000}').toBe(false);
    expect(compareCodePoints('a', 'ab')).toBeLessThan(0);
    expect(compareCodePoints('', '')).toBe(0);
    expect(compareCodePoints('\u{1F600}a', '\u{1F600}')).toBeGreaterThan(0);
  });

  it('agrees with the reference, lone surrogates included', () => {
    const point = fc.constantFrom('a', 'b', '\uffff', '\ud800', '\udfff', '\u{10000}', '\u{10ffff}', 'é', '');
    const text = fc.oneof(
      fc.array(point, { maxLength: 4 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareCodePoints(left, right))).toBe(reference(left, right));
        expect(Math.sign(compareCodePoints(right, left)) + Math.sign(compareCodePoints(left, right))).toBe(0);
      }),
      PROPERTY,
    );
  });
});
