import { Circle, G, Path } from 'react-native-svg';
import { usePalette } from '../design/theme.tsx';
import type { Plot } from './chart-frame.tsx';
import { GapBands } from './gap-bands.tsx';
import { areaPath, type LinePoint, linePaths, loneIndices } from './paths.ts';
import type { TrendPoint } from './points.ts';
import { centerOf } from './slots.ts';

/** Points are drawn one by one where they have so much room. */
const ROOM_FOR_DOTS = 24;
const DOT = 3;
const STROKE = 2;

interface Props {
  readonly plot: Plot;
  readonly points: readonly TrendPoint[];
  readonly color: string;
}

/** The line of a trend, the ground under it, and its points. */
export function TrendMarks({ plot, points, color }: Props) {
  const { slots, scale, height } = plot;
  const places = points.map(({ value, state }, index) => ({
    x: centerOf(slots, index),
    y: value === null ? null : scale.y(value),
    isOpen: state === 'running' || state === 'unfinished',
  }));
  const paths = linePaths(places);
  const complete = places.map((place) => (place.isOpen ? { ...place, y: null } : place));
  const line = { stroke: color, strokeWidth: STROKE, strokeLinecap: 'round', strokeLinejoin: 'round', fill: 'none' } as const;
  return (
    <G>
      <GapBands slots={slots} height={height} isMissing={points.map(({ value }) => value === null)} />
      <Path d={areaPath(complete, scale.y(0))} fill={color} fillOpacity={0.1} />
      <Path d={paths.solid} {...line} />
      <Path d={paths.dashed} {...line} strokeDasharray="2 5" />
      {dottedIndices(places, slots.width).map((index) => (
        <Dot key={index} place={places[index]} color={color} />
      ))}
    </G>
  );
}

function dottedIndices(places: readonly LinePoint[], slotWidth: number): number[] {
  const lone = new Set(loneIndices(places));
  return [...places.keys()].filter((index) => slotWidth >= ROOM_FOR_DOTS || lone.has(index) || places[index]?.isOpen);
}

/** Hollow when the figures are not complete. */
function Dot({ place, color }: { readonly place: LinePoint | undefined; readonly color: string }) {
  const palette = usePalette();
  if (place === undefined || place.y === null) return null;
  return <Circle cx={place.x} cy={place.y} r={DOT} fill={place.isOpen ? palette.surface : color} stroke={color} strokeWidth={1.75} />;
}
