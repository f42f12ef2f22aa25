import { useEffect, useState } from 'react';
import { View } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { useTexts } from '../../texts/provider.tsx';

/** What takes longer than this is worth a word. */
const WORDLESS_MS = 1000;

/** The screen until it is known who is there. */
export function Waiting() {
  const palette = usePalette();
  const { t } = useTexts();
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), WORDLESS_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <View role="main" style={{ flex: 1, alignItems: 'center', justifyContent: 'center', backgroundColor: palette.ground }}>
      <View role="status">{isLong && <Txt color="quiet">{t.loading}…</Txt>}</View>
    </View>
  );
}
