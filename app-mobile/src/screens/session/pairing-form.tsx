import { useId, useRef, useState } from 'react';
import { type TextInput, View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import type { SignIn } from '../../session/backend.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Code } from './code.tsx';
import { Field } from './field.tsx';
import { type Complaint, SignInProblemNotice } from './sign-in-problem-notice.tsx';
import { useAttempt } from './use-attempt.ts';

/** Signing in at a local host: its link does it alone, so what is left is a code typed on another device. */
export function PairingForm({ signIn }: { readonly signIn: Extract<SignIn, { kind: 'pairing' }> }) {
  const { t } = useTexts();
  const texts = t.session.signIn;
  const [code, setCode] = useState('');
  const input = useRef<TextInput>(null);
  const problemId = useId();
  const { isBusy, problem, attempt, complain } = useAttempt<Complaint>();

  async function submit(): Promise<void> {
    if (code.trim() === '') complain({ kind: 'missing-code' });
    else if (await attempt(() => signIn.pair(code))) return;
    input.current?.focus();
  }

  return (
    <>
      <Txt>{texts.pairing}</Txt>
      {problem !== undefined && <SignInProblemNotice id={problemId} problem={problem} />}
      <Field
        label={texts.code}
        hint={texts.codeHint}
        value={code}
        onChange={setCode}
        input={input}
        wrongBecause={problem && problemId}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        onSubmitEditing={() => void submit().catch(() => undefined)}
      />
      <Button look="primary" title={isBusy ? texts.busy : texts.submit} onPress={() => void submit().catch(() => undefined)} />
      <View style={{ gap: SPACE.s }}>
        <Txt color="quiet">{texts.newCode}</Txt>
        <Code>npx kpi token --pair --uid your-user-id</Code>
        <Txt color="quiet">{texts.newLink}</Txt>
        <Code>npx kpi token --uid your-user-id</Code>
      </View>
    </>
  );
}
