import { type TextStyle, View } from 'react-native';
import { Txt } from '../design/text.tsx';
import { usePalette } from '../design/theme.tsx';
import { RADIUS, SPACE } from '../design/tokens.ts';
import { Swatch } from './legend.tsx';
import type { Reading, ReadingRow } from './reading.ts';

/** Room that a tooltip is given at least, in points, even where it has to lie over what it is about: for one value, and for a list. */
const MIN_ROOM = { value: 136, list: 184 } as const;
const MAX_WIDTH = 260;
/** Between the slot and its tooltip. */
const DISTANCE = 12;

interface Props {
  readonly reading: Reading;
  /** The middle of the slot that is told about, from the chart's left edge. */
  readonly x: number;
  readonly chartWidth: number;
}

/** Says what a chart shows at one place, beside that place and within the chart. */
export function Tooltip({ reading, x, chartWidth }: Props) {
  const palette = usePalette();
  const isRight = x < chartWidth / 2;
  const room = reading.rows.length > 1 ? MIN_ROOM.list : MIN_ROOM.value;
  const near = Math.max(0, Math.min((isRight ? x : chartWidth - x) + DISTANCE, chartWidth - room));
  return (
    <View
      style={{
        position: 'absolute',
        top: 0,
        left: isRight ? near : 0,
        right: isRight ? 0 : near,
        alignItems: isRight ? 'flex-start' : 'flex-end',
      }}
    >
      <View
        style={{
          maxWidth: MAX_WIDTH,
          paddingVertical: SPACE.s,
          paddingHorizontal: SPACE.m,
          gap: 2,
          borderRadius: RADIUS.s,
          borderWidth: 1,
          borderColor: palette.line,
          backgroundColor: palette.surface,
          boxShadow: `0 4px 16px ${palette.line}`,
        }}
      >
        <Txt type="caption" color="quiet">
          {reading.title}
        </Txt>
        {reading.rows.map((row) => (
          <Row key={row.name ?? ''} {...row} />
        ))}
        {reading.note !== undefined && (
          <Txt type="caption" color="quiet">
            {reading.note}
          </Txt>
        )}
      </View>
    </View>
  );
}

function Row({ name, value, color }: ReadingRow) {
  const isMain = color === undefined;
  const weight: TextStyle = { fontWeight: isMain ? '600' : '400' };
  if (name === undefined) {
    return (
      <Txt type="number" style={weight}>
        {value}
      </Txt>
    );
  }
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.s }}>
      {!isMain && <Swatch color={color} />}
      <Txt type="caption" style={{ ...weight, flexGrow: 1, flexShrink: 1 }}>
        {name}
      </Txt>
      <Txt type="smallNumber" align="right" style={weight}>
        {value}
      </Txt>
    </View>
  );
}
