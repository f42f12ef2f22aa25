import { View } from 'react-native';
import Svg, { Rect } from 'react-native-svg';
import { Txt } from '../design/text.tsx';
import { SPACE } from '../design/tokens.ts';
import { Hatch, hatchFill, useHatchId } from './hatch.tsx';

const SIZE = 12;

interface SwatchProps {
  readonly color: string;
  readonly isHatched?: boolean;
}

/** A patch of a series' colour. */
export function Swatch({ color, isHatched = false }: SwatchProps) {
  const id = useHatchId();
  return (
    <Svg width={SIZE} height={SIZE} aria-hidden>
      {isHatched && <Hatch id={id} color={color} />}
      <Rect
        x={0.5}
        y={0.5}
        width={SIZE - 1}
        height={SIZE - 1}
        rx={2}
        fill={isHatched ? hatchFill(id) : color}
        stroke={color}
        strokeWidth={1}
      />
    </Svg>
  );
}

/** What the colours and hatchings of a chart stand for. */
export function Legend({ items }: { readonly items: readonly (SwatchProps & { readonly name: string })[] }) {
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', columnGap: SPACE.l, rowGap: SPACE.xs }}>
      {items.map(({ name, ...swatch }) => (
        <View key={name} style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.s }}>
          <Swatch {...swatch} />
          <Txt type="caption" color="quiet">
            {name}
          </Txt>
        </View>
      ))}
    </View>
  );
}
