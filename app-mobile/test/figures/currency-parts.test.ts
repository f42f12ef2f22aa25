import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyParts } from '../../src/figures/currency-parts.ts';
import { createFormat } from '../../src/texts/format.ts';
import { LANGUAGES } from '../../src/texts/texts.ts';

describe('an amount of money', () => {
  it('has its currency on the side where the language puts it', () => {
    expect(currencyParts(createFormat('en').pln(9544.4))).toEqual({ before: 'PLN', number: '9,544.40', after: '' });
    expect(currencyParts(createFormat('pl').pln(12.5))).toEqual({ before: '', number: '12,50', after: 'zł' });
  });

  it('has the same number as without a currency', () => {
    const amount = fc.integer({ min: 0, max: 1e12 }).map((grosze) => grosze / 100);
    fc.assert(
      fc.property(amount, fc.constantFrom(...LANGUAGES), (value, language) => {
        const format = createFormat(language);
        expect(currencyParts(format.pln(value)).number).toBe(format.twoDecimals(value));
      }),
    );
  });

  it('without a digit is left as it is', () => {
    expect(currencyParts('–')).toEqual({ before: '', number: '–', after: '' });
  });
});
