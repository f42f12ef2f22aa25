import { type ErrorBoundaryProps, router } from 'expo-router';
import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { forgetFigures } from '../../queries/kept.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import { GateFrame } from './gate-frame.tsx';
import { Surroundings } from './surroundings.tsx';

/** How the bundler calls it when a file of the app could not be loaded; in browsers only. */
const UNLOADED = 'AsyncRequireError';

/** Stands where a screen has failed, with the way back. It may be what surrounds the screens that failed, so it brings its own. */
export function CrashScreen(props: ErrorBoundaryProps) {
  return <Surroundings>{props.error.name === UNLOADED ? <Unloaded {...props} /> : <Crash {...props} />}</Surroundings>;
}

function Crash({ error, retry }: ErrorBoundaryProps) {
  const { t } = useTexts();
  const texts = t.session.crash;
  async function again(): Promise<void> {
    await forgetFigures();
    await retry();
  }
  return (
    <GateFrame title={texts.title}>
      <Txt>{texts.text}</Txt>
      <Notice tone="bad" title={error.name}>
        <Txt type="label" selectable {...IN_ENGLISH}>
          {error.message}
        </Txt>
      </Notice>
      <Ways again={again} home={again} />
    </GateFrame>
  );
}

/** The browser remembers that the file could not be loaded, so only loading the page anew asks for it again, once there is something to load. */
function Unloaded({ retry }: ErrorBoundaryProps) {
  const { t } = useTexts();
  const { unloaded } = t.session.crash;
  async function again(): Promise<void> {
    const response = await fetch(window.location.href, { cache: 'no-store' });
    if (response.ok) window.location.reload();
  }
  return (
    <GateFrame title={unloaded.title}>
      <Txt>{unloaded.text}</Txt>
      <Ways again={again} home={retry} />
    </GateFrame>
  );
}

interface WaysProps {
  readonly again: () => Promise<void>;
  /** Shows the screens again, once the address is that of the first. */
  readonly home: () => Promise<void>;
}

function Ways({ again, home }: WaysProps) {
  const { t } = useTexts();
  const [isBusy, setIsBusy] = useState(false);
  async function tryAgain(): Promise<void> {
    if (isBusy) return;
    setIsBusy(true);
    await again().finally(() => setIsBusy(false));
  }
  async function goHome(): Promise<void> {
    router.replace('/admin/kpi-dashboard');
    await home();
  }
  return (
    <View aria-busy={isBusy} style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.s }}>
      <Button look="primary" title={t.retry} icon="refresh" onPress={() => void tryAgain().catch(() => undefined)} />
      <Button title={t.session.crash.home} onPress={() => void goHome().catch(() => undefined)} />
    </View>
  );
}
