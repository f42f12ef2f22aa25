import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { problemOf } from '../../queries/problem.ts';
import type { Connection } from '../../session/connection.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Code } from './code.tsx';
import { GateFrame } from './gate-frame.tsx';

interface Props {
  readonly connection: Exclude<Connection, { kind: 'none' }>;
  readonly error: unknown;
  readonly onRetry: () => Promise<void>;
}

/** Nothing answers, so nobody knows who is signed in, and the device has no figures of anybody either. */
export function HostUnknown({ connection, error, onRetry }: Props) {
  const { t } = useTexts();
  const texts = t.session.hostUnknown;
  const [isBusy, setIsBusy] = useState(false);
  const { kind, message, expected, hint } = problemOf(error);
  const isHost = connection.kind === 'local-host';

  async function retry(): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    await onRetry().finally(() => setIsBusy(false));
  }

  return (
    <GateFrame title={isHost ? texts.title : texts.firebaseTitle}>
      {isHost ? <StartIt url={connection.url} /> : <Txt>{texts.firebase}</Txt>}
      {kind !== 'unreachable' && (
        <Notice tone="warn" title={texts.failed}>
          {[message, expected, hint].map(
            (part) =>
              part !== undefined && (
                <Txt key={part} type="label" {...IN_ENGLISH}>
                  {part}
                </Txt>
              ),
          )}
        </Notice>
      )}
      <Button look="primary" title={isBusy ? t.loading : t.retry} icon="refresh" onPress={() => void retry().catch(() => undefined)} />
    </GateFrame>
  );
}

function StartIt({ url }: { readonly url: string }) {
  const { t } = useTexts();
  const texts = t.session.hostUnknown;
  return (
    <View style={{ gap: SPACE.s }}>
      <Txt>{texts.at(url)}</Txt>
      <Txt color="quiet">{texts.start}</Txt>
      <Code>npm start</Code>
      <Txt color="quiet">{texts.waits}</Txt>
    </View>
  );
}
