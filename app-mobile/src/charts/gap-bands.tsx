import { G, Rect } from 'react-native-svg';
import { usePalette } from '../design/theme.tsx';
import { Hatch, hatchFill, useHatchId } from './hatch.tsx';
import { leftOf, runsOf, type Slots } from './slots.ts';

interface Props {
  readonly slots: Slots;
  readonly height: number;
  /** One for each slot. */
  readonly isMissing: readonly boolean[];
}

/** Hatched from top to bottom where figures are missing, so that a gap is not taken for a zero. */
export function GapBands({ slots, height, isMissing }: Props) {
  const palette = usePalette();
  const id = useHatchId();
  const runs = runsOf(isMissing, Boolean);
  if (runs.length === 0) return null;
  return (
    <G>
      <Hatch id={id} color={palette.line} />
      {runs.map(([first, last]) => (
        <Rect key={first} x={leftOf(slots, first)} y={0} width={slots.width * (last - first + 1)} height={height} fill={hatchFill(id)} />
      ))}
    </G>
  );
}
