import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creatorHref, hrefOf, isCreatorId, pathPartOf } from '../../src/screens/creator/creator-id.ts';

const HARD_IDS = [
  'creator-00589',
  'Żółć \u{2728}',
  '日本',
  '%',
  '100%25',
  '%2F',
  '..',
  '.',
  '...',
  'a.b',
  'a b',
  ' x ',
  '?q=1&r',
  '#top',
  '(group)',
  '[userId]',
  '*',
  'a+b',
  ':x',
  'a\\b',
  '"<>"',
  'undefined',
  '__proto__',
  '%2e%2e',
];

/** What a browser, then the router's path parser, then its hook make of a part of a path; the latter two let stand what they cannot decode. */
function read(part: string): string {
  const { pathname } = new URL(`/admin/kpi-creator/${part}`, 'http://host');
  return decoded(decoded(pathname.split('/').slice(3).join('/')));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

describe('the id of a creator in an address', () => {
  it.each(HARD_IDS)('is read as it was written: %s', (id) => {
    expect(read(pathPartOf(id))).toBe(id);
  });

  it('is read as it was written, whatever it is made of', () => {
    const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter(isCreatorId);
    const awkward = fc.array(fc.constantFrom('%', '.', '2', 'E', 'e', '(', ')', '?', '#', '&', ' ', '+', 'ł', '\\'), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          ids,
          awkward.map((signs) => signs.join('')),
        ),
        (id) => {
          expect(read(pathPartOf(id))).toBe(id);
        },
      ),
    );
  });

  it('stays readable where it is plain', () => {
    expect(creatorHref('creator-00589')).toBe('/admin/kpi-creator/creator-00589');
    expect(creatorHref('a.b@c_d')).toBe('/admin/kpi-creator/a.b%40c_d');
  });

  it('never leaves its place in the path', () => {
    for (const id of HARD_IDS) expect(new URL(creatorHref(id), 'http://host').pathname).toMatch(/^\/admin\/kpi-creator\/[^/]+$/);
  });
});

describe('what can be an id', () => {
  it.each(HARD_IDS)('is %s', (id) => {
    expect(isCreatorId(id)).toBe(true);
  });

  it('is no empty text, no text with a slash, none of more than 128 characters and none with half a character', () => {
    expect(isCreatorId('')).toBe(false);
    expect(isCreatorId('a/b')).toBe(false);
    expect(isCreatorId('x'.repeat(129))).toBe(false);
    expect(isCreatorId('a\uD800')).toBe(false);
  });

  it('counts characters, not the halves of those that are stored as two', () => {
    expect(isCreatorId('\u{1F600}'.repeat(128))).toBe(true);
    expect(isCreatorId('\u{1F600}'.repeat(129))).toBe(false);
  });
});

describe('an address with parameters', () => {
  it('has those that are given', () => {
    expect(hrefOf('/a', { preset: '28', from: undefined, sort: '-tokens' })).toBe('/a?preset=28&sort=-tokens');
    expect(hrefOf('/a', { preset: undefined })).toBe('/a');
    expect(creatorHref('x', { q: 'a&b' })).toBe('/admin/kpi-creator/x?q=a%26b');
  });
});
