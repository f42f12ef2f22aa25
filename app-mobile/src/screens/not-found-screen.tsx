import { View } from 'react-native';
import { TextLink } from '../design/controls.tsx';
import { Heading, Txt } from '../design/text.tsx';
import { usePalette } from '../design/theme.tsx';
import { SPACE } from '../design/tokens.ts';
import { useTitle } from '../design/use-title.ts';
import { useTexts } from '../texts/provider.tsx';

export function NotFoundScreen() {
  const { t } = useTexts();
  const palette = usePalette();
  useTitle(t.notFound.title);
  return (
    <View role="main" style={{ flex: 1, padding: SPACE.xl, gap: SPACE.m, backgroundColor: palette.ground }}>
      <Heading level={1}>{t.notFound.title}</Heading>
      <Txt>{t.notFound.text}</Txt>
      <TextLink href="/admin/kpi-dashboard">{t.notFound.back}</TextLink>
    </View>
  );
}
