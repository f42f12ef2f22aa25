import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, type Palette } from '../../src/design/tokens.ts';

/** Text colours and what they are written on (WCAG 2.1, 1.4.3: 4.5:1). */
const TEXTS: readonly (readonly [keyof Omit<Palette, 'series'>, keyof Omit<Palette, 'series'>])[] = [
  ...(['ground', 'surface', 'raised'] as const).flatMap((on) => (['ink', 'quiet'] as const).map((text) => [text, on] as const)),
  ...(['ground', 'surface'] as const).flatMap((on) => (['accent', 'good', 'bad', 'warn'] as const).map((text) => [text, on] as const)),
  ['onAccent', 'accent'],
  ['onHero', 'hero'],
  ['heroQuiet', 'hero'],
  ['bad', 'badSurface'],
  ['ink', 'badSurface'],
  ['warn', 'warnSurface'],
  ['ink', 'warnSurface'],
];

/** Relative luminance and contrast as WCAG 2.1 defines them. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('the %s palette', (_name, palette) => {
  it.each(TEXTS)('%s can be read on %s', (text, on) => {
    expect(contrast(palette[text], palette[on])).toBeGreaterThanOrEqual(4.5);
  });

  it('has series that stand out from what they are drawn on (WCAG 2.1, 1.4.11: 3:1)', () => {
    for (const color of palette.series) expect(contrast(color, palette.surface), color).toBeGreaterThanOrEqual(3);
  });
});
