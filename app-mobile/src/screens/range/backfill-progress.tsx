import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Card, Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';
import { refetchFigures } from '../../queries/generation.ts';
import { problemOf } from '../../queries/problem.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import { isLost } from './backfill-poll.ts';
import type { FollowedBackfill } from './generating.ts';
import { daysText } from './range-text.ts';
import { type useKeptFocus, useLeaving } from './use-kept-focus.ts';

interface Props extends FollowedBackfill {
  readonly onLeave: ReturnType<typeof useKeptFocus>['onLeave'];
}

/** How far one backfill has come, and how it ended. */
export function BackfillProgress(props: Props) {
  const part = useLeaving(props.onLeave);
  return (
    <View ref={part}>
      <Progress {...props} />
    </View>
  );
}

function Progress({ startDate, endDate, progress, error, putAside }: Props) {
  const { t, format } = useTexts();
  const client = useQueryClient();
  const texts = t.range.backfill;
  const when = daysText(format, startDate, endDate);
  const generating = t.range.gaps.generatingWhen(when);
  const hasEnded = progress !== undefined && progress.state !== 'running';
  useEffect(() => {
    // One that cannot be asked again is caught up by the figures' own next refresh.
    if (hasEnded) void refetchFigures(client).catch(() => undefined);
  }, [client, hasEnded]);
  const dismiss = <Button title={texts.dismiss} label={texts.dismissWhen(when)} onPress={putAside} />;
  if (progress?.state === 'succeeded') return <Succeeded text={t.range.gaps.generated(when)}>{dismiss}</Succeeded>;
  if (progress?.state === 'failed') {
    const dates = progress.failedDates.map(format.shortDay).join(', ');
    return (
      <Notice tone="bad" title={texts.failedTitle(when)} text={texts.failedText(dates)}>
        {dismiss}
      </Notice>
    );
  }
  if (isLost({ error })) {
    return (
      <Notice tone="warn" title={generating}>
        <Txt {...IN_ENGLISH}>{problemOf(error).message}</Txt>
        {dismiss}
      </Notice>
    );
  }
  return (
    <Card style={{ gap: SPACE.s }}>
      <Txt type="strong">{generating}</Txt>
      <Bar label={generating} done={progress?.days.succeeded ?? 0} total={progress?.days.total ?? 1} />
      {progress !== undefined && (
        <Txt color="quiet" aria-live="polite">
          {texts.progress(progress.days.succeeded, progress.days.total)}
          {progress.days.failed > 0 && ` ${texts.failures(progress.days.failed)}`}
        </Txt>
      )}
    </Card>
  );
}

function Succeeded({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Card style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: SPACE.m }}>
      <View role="status" style={{ flexShrink: 1 }}>
        <Txt type="strong">{text}</Txt>
      </View>
      {children}
    </Card>
  );
}

function Bar({ label, done, total }: { readonly label: string; readonly done: number; readonly total: number }) {
  const palette = usePalette();
  return (
    <View
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      style={{ height: SPACE.s, borderRadius: RADIUS.s, backgroundColor: palette.raised, overflow: 'hidden' }}
    >
      <View style={{ width: `${(100 * done) / total}%`, height: '100%', backgroundColor: palette.accent }} />
    </View>
  );
}
