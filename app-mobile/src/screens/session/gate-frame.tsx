import { type ReactNode, useState } from 'react';
import { ScrollView, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import Svg, { Path } from 'react-native-svg';
import { IconButton } from '../../design/controls.tsx';
import { Card } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTitle } from '../../design/use-title.ts';
import { useTexts } from '../../texts/provider.tsx';
import { SettingsSheet } from '../settings/settings-sheet.tsx';

const COLUMN: ViewStyle = { width: '100%', maxWidth: 440, alignSelf: 'center' };
/** The app's icon, in a box of 16 by 16. */
const MARK = 'M1 9h4v6H1zM6 5h4v10H6zM11 1h4v14h-4z';

/** A screen outside of the figures: one card with a title, and what to do. */
export function GateFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const palette = usePalette();
  const insets = useSafeAreaInsets();
  useTitle(title);
  return (
    <ScrollView
      role="main"
      style={{ flex: 1, backgroundColor: palette.ground }}
      contentContainerStyle={{ flexGrow: 1, justifyContent: 'center', padding: SPACE.m, paddingTop: insets.top + SPACE.m }}
      keyboardShouldPersistTaps="handled"
    >
      <View style={{ ...COLUMN, gap: SPACE.s }}>
        <Brand />
        <Card style={{ padding: SPACE.xl, gap: SPACE.l }}>
          <Heading level={1}>{title}</Heading>
          {children}
        </Card>
      </View>
    </ScrollView>
  );
}

function Brand() {
  const palette = usePalette();
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.s }}>
      <Svg width={20} height={20} viewBox="0 0 16 16" aria-hidden>
        <Path d={MARK} fill={palette.accent} />
      </Svg>
      <View style={{ flex: 1 }}>
        <Txt type="title">{t.appName}</Txt>
      </View>
      <IconButton icon="settings" label={t.settings} onPress={() => setIsOpen(true)} />
      <SettingsSheet isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </View>
  );
}
