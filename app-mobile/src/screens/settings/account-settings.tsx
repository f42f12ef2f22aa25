import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useSessionIfAny } from '../../session/provider.tsx';
import { useTexts } from '../../texts/provider.tsx';

/** Who is signed in, and how to end that; nothing where nobody is. */
export function AccountSettings() {
  const { t } = useTexts();
  const palette = usePalette();
  const value = useSessionIfAny();
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  if (value?.session.state !== 'signed-in') return null;
  const { session, signOut } = value;

  async function leave(): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    setHasFailed(false);
    try {
      await signOut();
    } catch {
      setHasFailed(true);
      setIsBusy(false);
    }
  }

  return (
    <View
      aria-busy={isBusy}
      style={{ gap: SPACE.s, paddingTop: SPACE.m, borderTopWidth: 1, borderColor: palette.line, alignItems: 'flex-start' }}
    >
      <Txt>{t.signedInAs(session.account.name)}</Txt>
      <Button title={t.signOut} onPress={() => void leave().catch(() => undefined)} />
      {hasFailed && <Notice tone="bad" {...t.session.signOutFailed} />}
      <Txt type="caption" color="quiet">
        {t.session.kept}
      </Txt>
    </View>
  );
}
