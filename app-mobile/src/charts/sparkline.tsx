import { useState } from 'react';
import { View } from 'react-native';
import Svg, { Circle, Path } from 'react-native-svg';
import { usePalette } from '../design/theme.tsx';
import type { Palette } from '../design/tokens.ts';
import { areaPath, linePaths, loneIndices } from './paths.ts';
import { sparkPoints } from './spark-points.ts';

const HEIGHT = 32;
const STROKE = 1.75;
const DOT = 3;
/** Room for the last point's mark; on the left there is none, and the line begins where the text above it does. */
const INSET = DOT + STROKE / 2;

interface Props {
  /** One for each day, in order; null where there are no figures. */
  readonly values: readonly (number | null)[];
  /** The last value belongs to a day that still runs. */
  readonly isLastRunning?: boolean;
  /** In points. */
  readonly height?: number;
  readonly color?: keyof Omit<Palette, 'series'>;
}

/**
 * The course of a figure in a few square centimetres, from zero up, so that a small change looks small.
 * Screen readers pass over it: what it stands beside says the figure and its change in words.
 */
export function Sparkline({ values, isLastRunning = false, height = HEIGHT, color = 'accent' }: Props) {
  const palette = usePalette();
  const [width, setWidth] = useState(0);
  const stroke = palette[color];
  const points = sparkPoints(values, { width, height, inset: INSET, isLastRunning });
  const paths = linePaths(points);
  const complete = points.map((point) => (point.isOpen ? { ...point, y: null } : point));
  const last = points.at(-1);
  const line = { stroke, strokeWidth: STROKE, strokeLinecap: 'round', strokeLinejoin: 'round', fill: 'none' } as const;
  return (
    <View aria-hidden style={{ height, marginLeft: -INSET }} onLayout={(event) => setWidth(event.nativeEvent.layout.width)}>
      {width > 0 && (
        <Svg width={width} height={height}>
          <Path d={areaPath(complete, height - INSET)} fill={stroke} fillOpacity={0.1} />
          {paths.solid !== '' && <Path d={paths.solid} {...line} />}
          {paths.dashed !== '' && <Path d={paths.dashed} {...line} strokeDasharray="2 4" />}
          {loneIndices(points).map((index) => (
            <Circle key={index} cx={points[index]?.x ?? 0} cy={points[index]?.y ?? 0} r={STROKE} fill={stroke} />
          ))}
          {last !== undefined && last.y !== null && (
            <Circle cx={last.x} cy={last.y} r={DOT} fill={isLastRunning ? 'none' : stroke} stroke={stroke} strokeWidth={STROKE} />
          )}
        </Svg>
      )}
    </View>
  );
}
