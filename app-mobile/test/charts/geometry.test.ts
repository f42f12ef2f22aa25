import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsPath } from '../../src/charts/bars.ts';
import { DAY_STEPS, estimatedWidth, HOUR_STEPS, thinLabels } from '../../src/charts/labels.ts';
import { barOf, centerOf, leftOf, runsOf, slotAt, slotsOf } from '../../src/charts/slots.ts';
import { sparkPoints } from '../../src/charts/spark-points.ts';
import { stackedBars } from '../../src/charts/stacks.ts';
import { valueScale } from '../../src/charts/value-scale.ts';

const count = fc.integer({ min: 1, max: 366 });
const plotWidth = fc.double({ min: 20, max: 1200, noNaN: true });
/** Distances that differ by less are the same on every screen. */
const TOLERANCE = 1e-6;

describe('slots', () => {
  it('are told by any place in them, and by places beside the plot', () => {
    fc.assert(
      fc.property(count, plotWidth, (slotCount, width) => {
        const slots = slotsOf(slotCount, width);
        for (let index = 0; index < slotCount; index += 1) expect(slotAt(slots, centerOf(slots, index))).toBe(index);
        expect(slotAt(slots, -50)).toBe(0);
        expect(slotAt(slots, width + 50)).toBe(slotCount - 1);
      }),
    );
  });

  it('hold their bars, which leave each other room', () => {
    fc.assert(
      fc.property(count, plotWidth, (slotCount, width) => {
        const slots = slotsOf(slotCount, width);
        for (let index = 0; index < slotCount; index += 1) {
          const bar = barOf(slots, index);
          expect(bar.left).toBeGreaterThan(leftOf(slots, index));
          expect(bar.left + bar.width).toBeLessThan(leftOf(slots, index) + slots.width);
          expect(bar.width).toBeLessThanOrEqual(36);
        }
      }),
    );
  });

  it('of a chart that has no width yet or no days lead nowhere', () => {
    expect(slotAt(slotsOf(5, 0), 30)).toBe(0);
    expect(slotsOf(0, 300).width).toBe(0);
  });
});

describe('runs', () => {
  it('join neighbours', () => {
    expect(runsOf([true, true, false, true, false, false, true], Boolean)).toEqual([
      [0, 1],
      [3, 3],
      [6, 6],
    ]);
    expect(runsOf([false], Boolean)).toEqual([]);
  });

  it('hold exactly what passes the test', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (items) => {
        const held = items.map(() => false);
        for (const [first, last] of runsOf(items, Boolean)) held.fill(true, first, last + 1);
        expect(held).toEqual(items);
      }),
    );
  });
});

describe('labels', () => {
  const thinning = fc.record({
    steps: fc.constantFrom<readonly number[]>(DAY_STEPS, HOUR_STEPS),
    from: fc.constantFrom('start', 'end'),
    fontSize: fc.constantFrom(12, 18, 24),
    roomLeft: fc.constantFrom(0, 40),
  });

  it('never lie over each other or beyond the room there is, are evenly apart, and always include the one they start from', () => {
    fc.assert(
      fc.property(count, plotWidth, thinning, fc.string({ minLength: 1, maxLength: 9 }), (slotCount, width, rules, text) => {
        const labels = thinLabels(
          Array.from({ length: slotCount }, () => text),
          slotsOf(slotCount, width),
          rules,
        );
        expect(labels.some(({ index }) => index === (rules.from === 'start' ? 0 : slotCount - 1))).toBe(true);
        const steps = new Set<number>();
        for (const [at, label] of labels.entries()) {
          expect(label.left).toBeGreaterThanOrEqual(-rules.roomLeft - TOLERANCE);
          expect(label.left + label.width).toBeLessThanOrEqual(width + TOLERANCE);
          const before = labels[at - 1];
          if (before === undefined) continue;
          expect(before.left + before.width).toBeLessThan(label.left);
          steps.add(label.index - before.index);
        }
        expect(steps.size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are all there where there is room for all', () => {
    const rules = { steps: DAY_STEPS, from: 'end', fontSize: 12, roomLeft: 0 } as const;
    const week = ['10 Nov', '11 Nov', '12 Nov', '13 Nov', '14 Nov', '15 Nov', '16 Nov'];
    expect(thinLabels(week, slotsOf(7, 700), rules).map(({ text }) => text)).toEqual(week);
    expect(thinLabels(week, slotsOf(7, 240), rules).map(({ text }) => text)).toEqual(['10 Nov', '12 Nov', '14 Nov', '16 Nov']);
    expect(thinLabels([], slotsOf(0, 240), rules)).toEqual([]);
  });

  it('are as wide as their text', () => {
    expect(estimatedWidth('16 Nov', 12)).toBeGreaterThan(estimatedWidth('16', 12));
    expect(estimatedWidth('16', 24)).toBe(2 * estimatedWidth('16', 12));
  });

  it.each([
    ['15K', 2 * 0.556 + 0.667],
    ['2M', 0.556 + 0.833],
    ['1.5M', 2 * 0.556 + 0.278 + 0.833],
  ])('have room for %s in Arial', (text, share) => {
    expect(estimatedWidth(text, 12)).toBeGreaterThanOrEqual(12 * share);
  });
});

describe('a scale', () => {
  const HEIGHT = 180;
  /** Counts, and amounts to six decimals, as the API has them. */
  const positive = fc.oneof(
    fc.integer({ min: 0, max: 10_000_000 }),
    fc.integer({ min: 0, max: 10_000_000_000_000 }).map((millionths) => millionths / 1_000_000),
  );

  it('begins at zero, reaches the highest value and has a few ticks', () => {
    fc.assert(
      fc.property(fc.array(fc.option(positive), { minLength: 1 }), (values) => {
        const scale = valueScale(values, HEIGHT);
        expect(scale.y(0)).toBeCloseTo(HEIGHT);
        expect(scale.ticks[0]).toBe(0);
        expect(scale.ticks.length).toBeLessThanOrEqual(6);
        const highest = Math.max(0, ...values.filter((value) => value !== null));
        if (highest === 0) expect(scale.ticks).toEqual([0]);
        else expect(scale.ticks.at(-1)).toBeGreaterThanOrEqual(highest);
        for (const value of values) {
          if (value === null) continue;
          expect(scale.y(value)).toBeGreaterThanOrEqual(-TOLERANCE);
          expect(scale.y(value)).toBeLessThanOrEqual(HEIGHT + TOLERANCE);
        }
      }),
    );
  });

  it('of counts has no fractions', () => {
    expect(valueScale([0, 1, 0], HEIGHT).ticks).toEqual([0, 1]);
    expect(valueScale([0, 2, null], HEIGHT).ticks).toEqual([0, 1, 2]);
    expect(valueScale([0, 0.5], HEIGHT).ticks).toEqual([0, 0.2, 0.4, 0.6]);
    expect(valueScale([7300, 13_078], HEIGHT).ticks).toEqual([0, 5000, 10_000, 15_000]);
  });
});

describe('stacks', () => {
  it('stand on each other, reach their total and leave missing days out', () => {
    const slots = slotsOf(3, 300);
    const scale = valueScale([30, null, 60], 100);
    const day = { date: '2026-11-16', state: 'stored' } as const;
    const points = [
      { ...day, parts: [10, 20], total: 30 },
      { ...day, parts: null, total: null },
      { ...day, parts: [0, 60], total: 60 },
    ];
    const [lower, upper] = stackedBars(points, 2, slots, scale);
    const [first, third] = [barOf(slots, 0), barOf(slots, 2)];
    expect(lower?.map(({ left }) => left)).toEqual([first.left, third.left]);
    expect(lower?.[0]?.top).toBeCloseTo(scale.y(10));
    expect(upper?.[0]?.top).toBeCloseTo(scale.y(30));
    // A seam of one point lies between the two.
    expect((upper?.[0]?.top ?? 0) + (upper?.[0]?.height ?? 0)).toBeCloseTo(scale.y(10) - 1);
    expect(lower?.[1]?.height).toBe(0);
    expect(upper?.[1]?.height).toBeCloseTo(scale.y(0) - scale.y(60));
  });
});

describe('bars as a shape', () => {
  it('leave out those without height, and round no more than there is', () => {
    const bar = { left: 1, top: 4, width: 10, height: 6 };
    expect(barsPath([bar, { ...bar, height: 0 }])).toBe('M1 10V4H11V10Z');
    expect(barsPath([bar], 2)).toBe('M1 10V6a2 2 0 0 1 2 -2H9a2 2 0 0 1 2 2V10Z');
    expect(barsPath([{ ...bar, top: 9, height: 1 }], 2)).toBe('M1 10V10a1 1 0 0 1 1 -1H10a1 1 0 0 1 1 1V10Z');
  });
});

describe('a sparkline', () => {
  const box = { width: 100, height: 32, inset: 4, isLastRunning: false };

  it('goes from edge to edge, from zero up', () => {
    expect(sparkPoints([0, null, 5, 10], box).map(({ y }) => y)).toEqual([28, null, 16, 4]);
    expect(sparkPoints([0, null, 5, 10], box).map(({ x }) => Math.round(x))).toEqual([4, 35, 65, 96]);
  });

  it('is flat where nothing changes', () => {
    expect(new Set(sparkPoints([7, 7, 7], box).map(({ y }) => y))).toEqual(new Set([4]));
    expect(new Set(sparkPoints([0, 0], box).map(({ y }) => y))).toEqual(new Set([28]));
  });

  it('leaves the last point open on the running day', () => {
    expect(sparkPoints([1, 2], { ...box, isLastRunning: true }).map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(sparkPoints([3], box)).toEqual([{ x: 96, y: 4, isOpen: false }]);
    expect(sparkPoints([], box)).toEqual([]);
  });
});
