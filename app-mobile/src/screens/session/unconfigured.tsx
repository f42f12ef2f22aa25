import { View } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Code } from './code.tsx';
import { GateFrame } from './gate-frame.tsx';

/** What to set when the app does not know where the figures are. */
export function Unconfigured({ missing }: { readonly missing: readonly string[] }) {
  const { t } = useTexts();
  const texts = t.session.unconfigured;
  return (
    <GateFrame title={texts.title}>
      <View style={{ gap: SPACE.s }}>
        <Txt>{texts.text}</Txt>
        <Code>{missing.join('\n')}</Code>
        <Txt color="quiet">{texts.orHost}</Txt>
        <Code>EXPO_PUBLIC_KPI_HOST_URL</Code>
        <Txt color="quiet">{texts.more}</Txt>
      </View>
    </GateFrame>
  );
}
