import { View, type ViewStyle } from 'react-native';
import { usePalette } from '../design/theme.tsx';
import { useTexts } from '../texts/provider.tsx';
import { type Reading, spoken } from './reading.ts';
import { centerOf, leftOf, type Slots } from './slots.ts';
import { Tooltip } from './tooltip.tsx';
import { useSelection } from './use-selection.ts';
import type { ValueScale } from './value-scale.ts';

/** How the chosen slot is marked: by a line with a dot on the value, or by a band behind the bar. */
export type Cursor = 'line' | 'band';

const DOT = 9;

interface Props {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly cursor: Cursor;
  readonly initial: number;
  readonly readingOf: (index: number) => Reading | undefined;
  readonly slots: Slots;
  readonly scale: ValueScale;
  /** Of the plot within the chart, in points. */
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/**
 * Lies over a plot and tells one slot's figures at a time. To assistive technology it is a slider, the one role whose
 * keys and swipes go through values and have each of them told.
 */
export function Probe({ title, values, cursor, initial, readingOf, slots, scale, left, top, height }: Props) {
  const { t } = useTexts();
  const { selected, handlers } = useSelection(slots, initial);
  const told = selected ?? initial;
  const reading = readingOf(told);
  const width = slots.width * slots.count;
  return (
    <>
      {selected !== undefined && reading !== undefined && (
        <View aria-hidden style={{ ...LAYER, pointerEvents: 'none' }}>
          <View style={{ position: 'absolute', left, top, width, height }}>
            {cursor === 'band' ? (
              <Band left={leftOf(slots, selected)} width={slots.width} height={height} />
            ) : (
              <LineAndDot x={centerOf(slots, selected)} y={heightAt(selected)} height={height} />
            )}
          </View>
          <Tooltip reading={reading} x={left + centerOf(slots, selected)} chartWidth={left + width} />
        </View>
      )}
      <View
        {...handlers}
        accessible
        tabIndex={0}
        role="slider"
        aria-label={t.charts.values(title)}
        aria-valuemin={1}
        aria-valuemax={slots.count}
        aria-valuenow={told + 1}
        aria-valuetext={reading === undefined ? '' : spoken(reading)}
        style={{ ...PAN, position: 'absolute', left, top, width, bottom: 0 }}
      />
    </>
  );

  function heightAt(index: number): number | undefined {
    const value = values[index] ?? null;
    return value === null ? undefined : scale.y(value);
  }
}

const LAYER: ViewStyle = { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0 };
/** In a browser a finger that goes up or down scrolls the page, one that goes sideways goes through the values. */
const PAN: object = { touchAction: 'pan-y' };

function Band({ left, width, height }: { readonly left: number; readonly width: number; readonly height: number }) {
  const palette = usePalette();
  return <View style={{ position: 'absolute', left, top: 0, width, height, backgroundColor: palette.ink, opacity: 0.08 }} />;
}

function LineAndDot({ x, y, height }: { readonly x: number; readonly y: number | undefined; readonly height: number }) {
  const palette = usePalette();
  return (
    <>
      <View style={{ position: 'absolute', left: x - 0.5, top: 0, width: 1, height, backgroundColor: palette.quiet }} />
      {y !== undefined && (
        <View
          style={{
            position: 'absolute',
            left: x - DOT / 2,
            top: y - DOT / 2,
            width: DOT,
            height: DOT,
            borderRadius: DOT / 2,
            borderWidth: 2,
            borderColor: palette.surface,
            backgroundColor: palette.accent,
          }}
        />
      )}
    </>
  );
}
