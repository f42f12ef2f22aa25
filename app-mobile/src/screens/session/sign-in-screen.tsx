import { useSession } from '../../session/provider.tsx';
import { useTexts } from '../../texts/provider.tsx';
import { GateFrame } from './gate-frame.tsx';
import { PairingForm } from './pairing-form.tsx';
import { PasswordForm } from './password-form.tsx';

/** Signing in, in the ways that the backend offers. */
export function SignInScreen() {
  const { t } = useTexts();
  const { signIn } = useSession().backend;
  return (
    <GateFrame title={t.session.signIn.title}>
      {signIn.kind === 'pairing' ? <PairingForm signIn={signIn} /> : <PasswordForm signIn={signIn} />}
    </GateFrame>
  );
}
