import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import type { Account } from '../../session/backend.ts';
import { useSession } from '../../session/provider.tsx';
import { useTexts } from '../../texts/provider.tsx';
import { Code } from './code.tsx';
import { GateFrame } from './gate-frame.tsx';

/** Says which account is not an admin's, and who can help. */
export function NotAdmin({ account }: { readonly account: Account }) {
  const { t } = useTexts();
  const texts = t.session.notAdmin;
  const { backend, signOut } = useSession();
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);

  async function busyWith(action: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    setHasFailed(false);
    try {
      await action();
    } catch {
      setHasFailed(true);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <GateFrame title={texts.title}>
      <Txt>{texts.account(account.name)}</Txt>
      <View style={{ gap: SPACE.s }}>
        <Txt color="quiet">{texts.who}</Txt>
        <Code>{`users/${account.id}\nrole: "admin"`}</Code>
        {backend.signIn.kind === 'pairing' && (
          <>
            <Txt color="quiet">{texts.whoLocal}</Txt>
            <Code>{`"localAdmins": ["${account.id}"]`}</Code>
          </>
        )}
        <Txt color="quiet">{texts.again}</Txt>
      </View>
      {hasFailed && <Notice tone="bad" {...t.session.signOutFailed} />}
      <View aria-busy={isBusy} style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.s }}>
        <Button look="primary" title={t.retry} icon="refresh" onPress={() => void busyWith(() => backend.check()).catch(() => undefined)} />
        <Button title={texts.otherAccount} onPress={() => void busyWith(signOut).catch(() => undefined)} />
      </View>
    </GateFrame>
  );
}
