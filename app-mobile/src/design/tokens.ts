import type { TextStyle } from 'react-native';

/** Distances in points. */
export const SPACE = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32 } as const;
export const RADIUS = { s: 6, m: 10, l: 14 } as const;
/** The least width and height of what is touched (WCAG 2.5.5, Apple's and Google's guidelines). */
export const TARGET = 44;
/** Widths from which a layout has more columns. */
export const BREAKPOINT = { medium: 600, wide: 960 } as const;
/** Wider than this, lines of figures are hard to follow. */
export const MAX_WIDTH = 1200;

/** Tabular figures: digits of one width, so that numbers under each other line up. */
const FIGURES: TextStyle = { fontVariant: ['tabular-nums'] };

export const TYPE = {
  caption: { fontSize: 12, lineHeight: 16 },
  label: { fontSize: 13, lineHeight: 18, fontWeight: '500' },
  body: { fontSize: 15, lineHeight: 22 },
  strong: { fontSize: 15, lineHeight: 22, fontWeight: '600' },
  title: { fontSize: 17, lineHeight: 24, fontWeight: '600' },
  heading: { fontSize: 22, lineHeight: 28, fontWeight: '700' },
  number: { fontSize: 15, lineHeight: 22, ...FIGURES },
  smallNumber: { fontSize: 12, lineHeight: 16, ...FIGURES },
  figure: { fontSize: 26, lineHeight: 32, fontWeight: '600', letterSpacing: -0.3, ...FIGURES },
  hero: { fontSize: 44, lineHeight: 52, fontWeight: '700', letterSpacing: -1, ...FIGURES },
} as const satisfies Record<string, TextStyle>;

export type TypeName = keyof typeof TYPE;

/** Every pair of a text colour and a surface that is used together has a contrast of 4.5:1 or more; a test holds them to it. */
export interface Palette {
  /** Behind everything. */
  readonly ground: string;
  /** Cards and bars. */
  readonly surface: string;
  /** Pressed and hovered controls, skeletons. */
  readonly raised: string;
  readonly line: string;
  readonly ink: string;
  readonly quiet: string;
  /** Links, the selected item, the first series of a chart. */
  readonly accent: string;
  readonly onAccent: string;
  /** Revenue, the one figure that is looked for first. */
  readonly hero: string;
  readonly onHero: string;
  readonly heroQuiet: string;
  readonly good: string;
  readonly bad: string;
  readonly badSurface: string;
  readonly warn: string;
  readonly warnSurface: string;
  readonly scrim: string;
  /** Series of a stacked chart, in order; told apart by colour-blind eyes, and by their order and names besides. */
  readonly series: readonly [string, string, string, string, string, string];
}

export const LIGHT: Palette = {
  ground: '#f4f6f4',
  surface: '#ffffff',
  raised: '#e9eeeb',
  line: '#d8dfdb',
  ink: '#13201a',
  quiet: '#52625a',
  accent: '#1b6a4f',
  onAccent: '#ffffff',
  hero: '#123f30',
  onHero: '#ffffff',
  heroQuiet: '#bfd8cd',
  good: '#1b6a4f',
  bad: '#b3261e',
  badSurface: '#fdecea',
  warn: '#7a4f00',
  warnSurface: '#fff3d6',
  scrim: 'rgba(10, 20, 15, 0.45)',
  series: ['#1b6a4f', '#c47a00', '#3b6fb6', '#9b4f96', '#358f7e', '#7b8089'],
};

export const DARK: Palette = {
  ground: '#0e1311',
  surface: '#171e1b',
  raised: '#232c28',
  line: '#2e3934',
  ink: '#e9f0ec',
  quiet: '#a3b3ab',
  accent: '#5fcca3',
  onAccent: '#08130e',
  hero: '#12382b',
  onHero: '#f2fbf7',
  heroQuiet: '#a9cdbd',
  good: '#5fcca3',
  bad: '#ff9087',
  badSurface: '#3a1a17',
  warn: '#f3c65a',
  warnSurface: '#362a0d',
  scrim: 'rgba(0, 0, 0, 0.6)',
  series: ['#5fcca3', '#f0b545', '#7fb0f0', '#cf8fca', '#8fd6c8', '#a7adb6'],
};
