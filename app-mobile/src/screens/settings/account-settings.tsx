import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useSessionIfAny } from '../../session/provider.tsx';
import { useTexts } from '../../texts/provider.tsx';
import { useAttempt } from '../session/use-attempt.ts';

/** Who is signed in, and how to end that; nothing where nobody is. */
export function AccountSettings() {
  const { t } = useTexts();
  const palette = usePalette();
  const value = useSessionIfAny();
  const { isBusy, problem, attempt } = useAttempt<never>();
  if (value?.session.state !== 'signed-in') return null;
  const { session, signOut } = value;
  return (
    <View
      aria-busy={isBusy}
      style={{ gap: SPACE.s, paddingTop: SPACE.m, borderTopWidth: 1, borderColor: palette.line, alignItems: 'flex-start' }}
    >
      <Txt>{t.signedInAs(session.account.name)}</Txt>
      <Button title={t.signOut} onPress={() => void attempt(signOut).catch(() => undefined)} />
      {problem !== undefined && <Notice tone="bad" {...t.session.signOutFailed} />}
      <Txt type="caption" color="quiet">
        {t.session.kept}
      </Txt>
    </View>
  );
}
