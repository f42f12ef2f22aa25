import { type ReactNode, useState } from 'react';
import { useWindowDimensions, View, type ViewStyle } from 'react-native';
import Svg, { G, Line } from 'react-native-svg';
import { Txt } from '../design/text.tsx';
import { usePalette } from '../design/theme.tsx';
import { SPACE, TYPE } from '../design/tokens.ts';
import { type AxisLabel, estimatedWidth, thinLabels } from './labels.ts';
import { type Cursor, Probe } from './probe.tsx';
import type { Reading } from './reading.ts';
import { type Slots, slotsOf } from './slots.ts';
import { type ValueScale, valueScale } from './value-scale.ts';

/** With the axes, in points. */
export const CHART_HEIGHT = 208;
/** Above the plot, so that half of the topmost label has room. */
const TOP = TYPE.caption.lineHeight / 2;

/** Where marks are drawn; distances are from the plot's top left corner in points. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly slots: Slots;
  readonly scale: ValueScale;
}

interface ChartFrameProps {
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly sentence: string;
  /** The heights that the axis has to reach; one for each slot. */
  readonly values: readonly (number | null)[];
  readonly formatAxis: (value: number) => string;
  /** Under each slot, as far as there is room. */
  readonly labels: readonly string[];
  readonly thinning: { readonly steps: readonly number[]; readonly from: 'start' | 'end' };
  readonly cursor: Cursor;
  /** The slot that keys start from. */
  readonly initial: number;
  readonly readingOf: (index: number) => Reading | undefined;
  readonly marks: (plot: Plot) => ReactNode;
  /** With the axes, in points. */
  readonly height?: number | undefined;
}

/** What all charts have: a width that follows the page's, axes, labels, and a way to read single values by pointer, touch and keys. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, sentence, values, formatAxis, labels, thinning, marks, height: outerHeight = CHART_HEIGHT } = props;
  const { fontScale } = useWindowDimensions();
  const [outer, setOuter] = useState(0);
  const below = TYPE.caption.lineHeight * fontScale + SPACE.xs;
  const height = outerHeight - TOP - below;
  const fontSize = TYPE.caption.fontSize * fontScale;
  const scale = valueScale(values, height);
  const ticks = scale.ticks.map((value) => ({ y: scale.y(value), text: formatAxis(value) }));
  const gutter = Math.max(...ticks.map(({ text }) => estimatedWidth(text, fontSize))) + SPACE.s;
  const width = Math.max(0, outer - gutter);
  const slots = slotsOf(values.length, width);
  return (
    <View role="figure" aria-label={title} style={{ height: outerHeight }} onLayout={(event) => setOuter(event.nativeEvent.layout.width)}>
      {width > 0 && (
        <>
          <View role="img" accessible aria-label={sentence} style={FILL}>
            <Svg width={outer} height={TOP + height + 1}>
              <G x={gutter} y={TOP}>
                <Grid ticks={ticks} width={width} />
                {marks({ width, height, slots, scale })}
              </G>
            </Svg>
            {ticks.map(({ y, text }) => (
              <YLabel key={y} text={text} y={y + TOP} width={gutter - SPACE.s} lineHeight={TYPE.caption.lineHeight * fontScale} />
            ))}
            {thinLabels(labels, slots, { ...thinning, fontSize, roomLeft: gutter }).map((label) => (
              <XLabel key={label.index} label={label} left={gutter} top={TOP + height + SPACE.xs} />
            ))}
          </View>
          <Probe {...props} slots={slots} scale={scale} left={gutter} top={TOP} height={height} />
        </>
      )}
    </View>
  );
}

const FILL: ViewStyle = { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0 };

function Grid({ ticks, width }: { readonly ticks: readonly { readonly y: number }[]; readonly width: number }) {
  const palette = usePalette();
  return ticks.map(({ y }, index) => (
    <Line key={y} x1={0} x2={width} y1={y} y2={y} stroke={index === 0 ? palette.quiet : palette.line} strokeWidth={1} />
  ));
}

function YLabel({
  text,
  y,
  width,
  lineHeight,
}: {
  readonly text: string;
  readonly y: number;
  readonly width: number;
  readonly lineHeight: number;
}) {
  return (
    <Txt
      type="smallNumber"
      color="quiet"
      align="right"
      numberOfLines={1}
      style={{ position: 'absolute', left: 0, width, top: y - lineHeight / 2 }}
    >
      {text}
    </Txt>
  );
}

function XLabel({ label, left, top }: { readonly label: AxisLabel; readonly left: number; readonly top: number }) {
  return (
    <Txt
      type="smallNumber"
      color="quiet"
      align="center"
      numberOfLines={1}
      style={{ position: 'absolute', left: left + label.left, width: label.width, top }}
    >
      {label.text}
    </Txt>
  );
}
