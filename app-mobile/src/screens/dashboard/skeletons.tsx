import { View, type ViewStyle } from 'react-native';
import { Skeleton } from '../../design/surfaces.tsx';
import { usePalette } from '../../design/theme.tsx';
import { TYPE, type TypeName } from '../../design/tokens.ts';
import { ROW_STYLE, SPARK, TILE_STYLE } from './figure-tile.tsx';
import { HERO_SPARK_HEIGHT, HERO_STYLE } from './hero-tile.tsx';

/** The shapes of tiles whose figures are on their way: nothing moves when they come. */
export function RowSkeleton() {
  return (
    <View aria-hidden style={ROW_STYLE}>
      <View style={{ flexDirection: 'row', justifyContent: 'space-between', alignItems: 'center', height: TYPE.figure.lineHeight }}>
        <Skeleton width={104} height={14} />
        <Skeleton width={72} height={24} />
      </View>
      <View style={{ flexDirection: 'row', justifyContent: 'space-between', alignItems: 'center', height: SPARK.row.height }}>
        <Skeleton width={152} height={12} />
        <Skeleton width={SPARK.row.width} height={20} />
      </View>
    </View>
  );
}

export function TileSkeleton() {
  const palette = usePalette();
  return (
    <View aria-hidden style={{ ...TILE_STYLE, backgroundColor: palette.surface, borderColor: palette.line }}>
      <Line type="label" width={96} height={14} />
      <Line type="figure" width={88} height={24} />
      <Line type="smallNumber" width="90%" height={12} />
      <View style={{ flex: 1 }} />
      <Skeleton width="100%" height={SPARK.tile.height} />
    </View>
  );
}

export function HeroSkeleton() {
  const palette = usePalette();
  return (
    <View aria-hidden style={{ ...HERO_STYLE, backgroundColor: palette.surface }}>
      <Line type="strong" width={80} height={14} />
      <Line type="hero" width={232} height={40} />
      <Line type="number" width={184} height={14} />
      <View style={{ flex: 1 }} />
      <Skeleton width="100%" height={HERO_SPARK_HEIGHT} />
    </View>
  );
}

/** As high as a line of text of this type. */
function Line({ type, width, height }: { readonly type: TypeName; readonly width: ViewStyle['width']; readonly height: number }) {
  return (
    <View style={{ height: TYPE[type].lineHeight, justifyContent: 'center' }}>
      <Skeleton width={width} height={height} />
    </View>
  );
}
