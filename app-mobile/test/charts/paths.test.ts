import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaPath, type LinePoint, linePaths, loneIndices } from '../../src/charts/paths.ts';

const at = (x: number, y: number | null, isOpen = false): LinePoint => ({ x, y, isOpen });

/** The steps between neighbouring points that a path of straight lines draws, by their left end. */
function stepsOf(path: string): number[] {
  return path
    .split('M')
    .slice(1)
    .flatMap((stretch) =>
      stretch
        .split('L')
        .map((place) => Number(place.split(',')[0]))
        .slice(0, -1),
    );
}

describe('a line', () => {
  it('has gaps where there is no value, and is dashed to and from what is not complete', () => {
    const points = [at(0, 1), at(1, 2), at(2, null), at(3, 4), at(4, 5), at(5, 6, true)];
    expect(linePaths(points)).toEqual({ solid: 'M0,1L1,2M3,4L4,5', dashed: 'M4,5L5,6' });
  });

  it('goes on after a day that is not complete', () => {
    const points = [at(0, 1), at(1, 1), at(2, 1, true), at(3, 1), at(4, 1)];
    expect(linePaths(points)).toEqual({ solid: 'M0,1L1,1M3,1L4,1', dashed: 'M1,1L2,1M2,1L3,1' });
  });

  it('draws each step between two values once, and none to or from a gap', () => {
    const point = fc.record({ y: fc.option(fc.integer({ min: 0, max: 180 })), isOpen: fc.boolean() });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (items) => {
        const points = items.map((item, x) => ({ x, ...item }));
        const paths = linePaths(points);
        const wanted = { solid: [] as number[], dashed: [] as number[] };
        for (const [x, { y, isOpen }] of points.entries()) {
          const next = points[x + 1];
          if (y !== null && next !== undefined && next.y !== null) wanted[isOpen || next.isOpen ? 'dashed' : 'solid'].push(x);
        }
        expect({ solid: stepsOf(paths.solid), dashed: stepsOf(paths.dashed) }).toEqual(wanted);
      }),
    );
  });
});

describe('the ground under a line', () => {
  it('ends at gaps', () => {
    expect(areaPath([at(0, 1), at(1, 2), at(2, null), at(3, 4)], 10)).toBe('M0,1L1,2L1,10L0,10Z');
    expect(areaPath([], 10)).toBe('');
  });
});

describe('lone points', () => {
  it('have gaps on both sides', () => {
    expect(loneIndices([at(0, 1), at(1, null), at(2, 3), at(3, 3), at(4, null), at(5, 0)])).toEqual([0, 5]);
    expect(loneIndices([at(0, 7)])).toEqual([0]);
    expect(loneIndices([])).toEqual([]);
  });
});
