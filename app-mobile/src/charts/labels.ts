import { centerOf, type Slots } from './slots.ts';

/** Steps between the labels of days: each, every other, then whole weeks. */
export const DAY_STEPS = [1, 2, 7, 14, 28, 56, 91, 182] as const;
export const HOUR_STEPS = [1, 2, 3, 6, 12] as const;

/** Kept free between two labels, in points. */
const GAP = 10;
/** The width of a digit in captions, as a share of the font's size; most letters are narrower. */
const CHARACTER_SHARE = 0.58;
/** Of a character, for a capital that a label ends with: 15K, 2M. */
const CAPITAL_EXTRA = 0.5;

export interface AxisLabel {
  readonly index: number;
  readonly text: string;
  /** In points from the plot's left edge. */
  readonly left: number;
  readonly width: number;
}

interface Thinning {
  readonly steps: readonly number[];
  /** The end whose label is always there. */
  readonly from: 'start' | 'end';
  /** In points. */
  readonly fontSize: number;
  /** How far labels may reach beyond the plot's left edge, in points. */
  readonly roomLeft: number;
}

/** How wide a text is at most, in points. */
export function estimatedWidth(text: string, fontSize: number): number {
  const characters = text.length + (/[A-Z]$/.test(text) ? CAPITAL_EXTRA : 0);
  return Math.ceil(characters * fontSize * CHARACTER_SHARE);
}

/** As many labels under the slots as there is room for, evenly apart, none over another and none beyond the room there is. */
export function thinLabels(texts: readonly string[], slots: Slots, { steps, from, fontSize, roomLeft }: Thinning): AxisLabel[] {
  const plotWidth = slots.width * slots.count;
  const all = texts.map((text, index): AxisLabel => {
    const width = Math.min(plotWidth, estimatedWidth(text, fontSize));
    const left = centerOf(slots, index) - width / 2;
    return { index, text, width, left: Math.min(plotWidth - width, Math.max(-roomLeft, left)) };
  });
  const anchor = from === 'start' ? 0 : all.length - 1;
  const every = (step: number) => all.filter(({ index }) => (index - anchor) % step === 0);
  const fitting = steps.map(every).find((labels) => labels.every((label, at) => isClear(label, labels[at - 1])));
  return fitting ?? all.slice(anchor, anchor + 1);
}

function isClear(label: AxisLabel, before: AxisLabel | undefined): boolean {
  return before === undefined || before.left + before.width + GAP <= label.left;
}
