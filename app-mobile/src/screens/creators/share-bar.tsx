import { View } from 'react-native';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS } from '../../design/tokens.ts';

const HEIGHT = 4;

/** How much something is of something larger, for the eye; the number stands beside it. */
export function ShareBar({ share, color }: { readonly share: number; readonly color?: string | undefined }) {
  const palette = usePalette();
  return (
    <View aria-hidden style={{ height: HEIGHT }}>
      <View style={{ width: `${share * 100}%`, height: HEIGHT, borderRadius: RADIUS.s, backgroundColor: color ?? palette.accent }} />
    </View>
  );
}
