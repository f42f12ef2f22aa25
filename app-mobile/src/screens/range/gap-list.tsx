import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AccessibilityInfo, View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Icon } from '../../design/icons.tsx';
import { Card } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { canBeGenerated } from '../../figures/change.ts';
import { useFigures } from '../../queries/figures.ts';
import { useGeneration } from '../../queries/generation.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { BackfillProgress } from './backfill-progress.tsx';
import { BackfillSheet } from './backfill-sheet.tsx';
import type { Gap } from './gaps.ts';
import { useBackfills } from './generating.ts';
import { daysText } from './range-text.ts';
import { useKeptFocus, useLeaving } from './use-kept-focus.ts';

/** A run's bounds are days, or hours that begin with their day. */
const DAY_LENGTH = 'YYYY-MM-DD'.length;
const MOST_ERRORS = 3;
/** More of them would push the figures out of sight. */
const MOST_AT_ONCE = 3;

/** The days without their final figures, why, and the means to make them. */
export function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { t } = useTexts();
  const backfills = useBackfills();
  const [generated, setGenerated] = useState('');
  const [isLong, setIsLong] = useState(false);
  // The latest are the ones that somebody can still wait for.
  const latest = [...gaps].reverse();
  const shown = isLong || gaps.length <= MOST_AT_ONCE + 1 ? latest : latest.slice(0, MOST_AT_ONCE);
  const isBusy = ({ from, to }: Gap) =>
    backfills.some(({ startDate, endDate, isRunning }) => isRunning && startDate <= to && from <= endDate);
  const { home, onLeave } = useKeptFocus();
  const isEmpty = gaps.length === 0 && backfills.length === 0 && generated === '';
  function tell(message: string): void {
    setGenerated(message);
    // On a phone nothing speaks by itself.
    AccessibilityInfo.announceForAccessibility(message);
  }
  return (
    <View
      ref={home}
      tabIndex={-1}
      role="group"
      aria-label={t.range.gaps.title}
      style={isEmpty ? { position: 'absolute' } : { gap: SPACE.m }}
    >
      {backfills.map((backfill) => (
        <BackfillProgress key={backfill.id} {...backfill} onLeave={onLeave} />
      ))}
      {gaps.length > 0 && (
        <Card style={{ gap: SPACE.s }}>
          <Heading level={2}>{t.range.gaps.title}</Heading>
          <View role="list">
            {shown.map((gap, index) => (
              <GapRow
                key={`${gap.from} ${gap.reason}`}
                gap={gap}
                isFirst={index === 0}
                isBusy={isBusy(gap)}
                onGenerated={tell}
                onLeave={onLeave}
              />
            ))}
          </View>
          {shown.length < gaps.length && (
            <View style={{ alignItems: 'flex-start' }}>
              <Button title={t.range.gaps.showAll(gaps.length)} onPress={() => setIsLong(true)} />
            </View>
          )}
        </Card>
      )}
      <View role="status" style={generated === '' ? { position: 'absolute' } : undefined}>
        <Txt color="quiet">{generated}</Txt>
      </View>
    </View>
  );
}

interface RowProps {
  readonly gap: Gap;
  readonly isFirst: boolean;
  /** Its days, or some of them, are being made. */
  readonly isBusy: boolean;
  readonly onGenerated: (message: string) => void;
  readonly onLeave: ReturnType<typeof useKeptFocus>['onLeave'];
}

function GapRow({ gap, isFirst, isBusy, onGenerated, onLeave }: RowProps) {
  const { t, format } = useTexts();
  const palette = usePalette();
  const [isOpen, setIsOpen] = useState(false);
  const part = useLeaving(onLeave);
  const texts = t.range.gaps;
  const when = daysText(format, gap.from, gap.to);
  const day = useGeneration(gap.from, () => onGenerated(texts.generated(when)));
  // Several days are a backfill's; their first one alone may be generated elsewhere.
  const isOneDay = gap.days === 1;
  const isRunning = isBusy || (isOneDay && day.isPending);
  // While it works the button does nothing but stays what it is: one that cannot be pressed would lose the focus.
  const begin = isOneDay ? day.generate : () => setIsOpen(true);
  const verb = gap.reason === 'failed' || gap.state === 'unfinished' ? texts.generateAgain : texts.generate;
  return (
    <View
      ref={part}
      role="listitem"
      style={{ borderTopWidth: isFirst ? 0 : 1, borderColor: palette.line, paddingVertical: SPACE.s, gap: SPACE.s }}
    >
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: SPACE.m }}>
        <Icon name={canBeGenerated(gap.reason) ? 'alert' : 'info'} color={canBeGenerated(gap.reason) ? 'warn' : 'quiet'} />
        <GapText gap={gap} when={when} />
        {canBeGenerated(gap.reason) && (
          <Button
            title={isRunning ? texts.generating : verb}
            label={isRunning ? texts.generatingWhen(when) : texts.generateWhen(verb, when)}
            onPress={isRunning ? () => undefined : begin}
          />
        )}
      </View>
      {gap.reason === 'failed' && <WhyFailed gap={gap} />}
      {isOneDay && day.error !== null && <ProblemNotice what={texts.generatingWhen(when)} error={day.error} onRetry={day.generate} />}
      {isOpen && <BackfillSheet gap={gap} onClose={() => setIsOpen(false)} />}
    </View>
  );
}

function GapText({ gap, when }: { readonly gap: Gap; readonly when: string }) {
  const { t } = useTexts();
  const texts = t.range.gaps;
  const why = [
    ...(gap.state === 'unfinished' ? [texts.unfinished] : []),
    ...(gap.only === undefined ? [] : [texts.only[gap.only]]),
    ...(gap.state === 'unfinished' && gap.reason === 'not-aggregated' ? [] : [texts.reasons[gap.reason]]),
  ];
  return (
    <View style={{ flex: 1, minWidth: 180 }}>
      <Txt type="strong">{texts.state[gap.state](gap.days)}</Txt>
      <Txt color="quiet">{texts.run(when, why)}</Txt>
    </View>
  );
}

/** What the last failed runs over these days said; the screen does without where that cannot be had. */
function WhyFailed({ gap }: { readonly gap: Gap }) {
  const { data } = useQuery(useFigures().status());
  const errors = data?.failures.filter(({ from, to }) => from.slice(0, DAY_LENGTH) <= gap.to && gap.from <= to.slice(0, DAY_LENGTH)) ?? [];
  return [...new Set(errors.flatMap((failure) => failure.errors))].slice(0, MOST_ERRORS).map((error) => (
    <Txt key={error} type="label" color="quiet" {...IN_ENGLISH}>
      {error}
    </Txt>
  ));
}
