import Svg, { Path } from 'react-native-svg';
import { usePalette } from './theme.tsx';
import type { Palette } from './tokens.ts';

/** Strokes in a box of 24 by 24. */
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  backFar: 'M12 5l-7 7 7 7M19 5l-7 7 7 7',
  forwardFar: 'M5 5l7 7-7 7M12 5l7 7-7 7',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.6M20 5v6h-6',
  close: 'M6 6l12 12M18 6L6 18',
  info: 'M12 11v6M12 7.5v.01M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.01',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  search: 'M11 18a7 7 0 1 1 0-14 7 7 0 0 1 0 14zM16 16l5 5',
  settings: 'M4 7h9M19 7h1M4 17h1M11 17h9M16 4v6M8 14v6',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, or on a control that has a name of its own: screen readers pass over it. */
export function Icon({
  name,
  size = 20,
  color = 'ink',
}: {
  readonly name: IconName;
  readonly size?: number;
  readonly color?: keyof Omit<Palette, 'series'>;
}) {
  const palette = usePalette();
  return (
    <Svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <Path d={PATHS[name]} stroke={palette[color]} strokeWidth={2} strokeLinecap="round" strokeLinejoin="round" fill="none" />
    </Svg>
  );
}
