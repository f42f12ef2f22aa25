import { useId, useRef, useState } from 'react';
import { type TextInput, View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import type { SignIn } from '../../session/backend.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Field } from './field.tsx';
import { type Complaint, SignInProblemNotice } from './sign-in-problem-notice.tsx';
import { useAttempt } from './use-attempt.ts';

/** Signing in with Firebase Auth: e-mail address and password, or a Google account. */
export function PasswordForm({ signIn }: { readonly signIn: Extract<SignIn, { kind: 'firebase' }> }) {
  const { t } = useTexts();
  const texts = t.session.signIn;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [resetSentTo, setResetSentTo] = useState<string>();
  const emailInput = useRef<TextInput>(null);
  const passwordInput = useRef<TextInput>(null);
  const problemId = useId();
  const { isBusy, problem, attempt, complain } = useAttempt<Complaint>();
  const address = email.trim();
  const { withGoogle } = signIn;

  async function submit(): Promise<void> {
    setResetSentTo(undefined);
    if (address === '' || password === '') complain({ kind: 'missing' });
    else if (await attempt(() => signIn.withPassword(address, password))) return;
    (address === '' ? emailInput : passwordInput).current?.focus();
  }

  async function reset(): Promise<void> {
    setResetSentTo(undefined);
    if (address === '') complain({ kind: 'missing-email' });
    else if (await attempt(() => signIn.resetPassword(address))) return setResetSentTo(address);
    emailInput.current?.focus();
  }

  const isAboutPassword = problem?.kind === 'wrong-password' || (problem?.kind === 'missing' && address !== '');
  const isAboutEmail = problem !== undefined && ['wrong-password', 'missing', 'missing-email', 'invalid-email'].includes(problem.kind);
  return (
    <>
      <Txt>{texts.firebase}</Txt>
      {problem !== undefined && <SignInProblemNotice id={problemId} problem={problem} />}
      {resetSentTo !== undefined && <Notice title={texts.resetSent.title} text={texts.resetSent.text(resetSentTo)} />}
      <Field
        label={texts.email}
        value={email}
        onChange={setEmail}
        input={emailInput}
        wrongBecause={isAboutEmail && !(problem.kind === 'missing' && address !== '') ? problemId : undefined}
        autoComplete="email"
        keyboardType="email-address"
        autoCapitalize="none"
        onSubmitEditing={() => passwordInput.current?.focus()}
      />
      <Field
        label={texts.password}
        value={password}
        onChange={setPassword}
        input={passwordInput}
        wrongBecause={isAboutPassword ? problemId : undefined}
        autoComplete="current-password"
        secureTextEntry
        autoCapitalize="none"
        onSubmitEditing={() => void submit().catch(() => undefined)}
      />
      <Button look="primary" title={isBusy ? texts.busy : texts.submit} onPress={() => void submit().catch(() => undefined)} />
      {withGoogle !== undefined && (
        <>
          <Or />
          <Button title={texts.google} onPress={() => void attempt(withGoogle).catch(() => undefined)} />
        </>
      )}
      <Button title={texts.forgot} onPress={() => void reset().catch(() => undefined)} />
    </>
  );
}

/** A line between two ways. */
function Or() {
  const { t } = useTexts();
  const palette = usePalette();
  const line = <View style={{ flex: 1, height: 1, backgroundColor: palette.line }} />;
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.m }}>
      {line}
      <Txt type="label" color="quiet">
        {t.session.signIn.or}
      </Txt>
      {line}
    </View>
  );
}
