import { Platform, View } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';

const FONT = Platform.select({ ios: 'Menlo', default: 'monospace' });

/** What is typed or copied as it stands. */
export function Code({ children }: { readonly children: string }) {
  const palette = usePalette();
  return (
    <View style={{ backgroundColor: palette.raised, borderRadius: RADIUS.s, paddingHorizontal: SPACE.m, paddingVertical: SPACE.s }}>
      <Txt type="label" selectable style={{ fontFamily: FONT }}>
        {children}
      </Txt>
    </View>
  );
}
