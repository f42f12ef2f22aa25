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
import { useAttempt } from './use-attempt.ts';

/** Says which account is not an admin's, and who can help. */
export function NotAdmin({ account }: { readonly account: Account }) {
  const { t } = useTexts();
  const texts = t.session.notAdmin;
  const { backend, signOut } = useSession();
  const { isBusy, problem, attempt } = useAttempt<never>();
  return (
    <GateFrame title={texts.title}>
      <Txt>{texts.account(account.name)}</Txt>
      <View style={{ gap: SPACE.s }}>
        <Txt color="quiet">{texts.who}</Txt>
        <Code>{`users/${account.id}\nrole: "admin"`}</Code>
        <Txt color="quiet">{texts.again}</Txt>
        {backend.signIn.kind === 'pairing' && (
          <>
            <Txt color="quiet">{texts.whoLocal}</Txt>
            <Code>{`"localAdmins": ["${account.id}"]`}</Code>
            <Txt color="quiet">{texts.againLocal}</Txt>
          </>
        )}
      </View>
      {problem !== undefined && <Notice tone="bad" {...t.session.signOutFailed} />}
      <View aria-busy={isBusy} style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.s }}>
        <Button look="primary" title={t.retry} icon="refresh" onPress={() => void attempt(() => backend.check()).catch(() => undefined)} />
        <Button title={texts.otherAccount} onPress={() => void attempt(signOut).catch(() => undefined)} />
      </View>
    </GateFrame>
  );
}
