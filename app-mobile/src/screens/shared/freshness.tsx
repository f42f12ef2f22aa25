import { useEffect, useState } from 'react';
import { View, type ViewStyle } from 'react-native';
import { useMinute } from '../../calendar/clock.tsx';
import { dayOf } from '../../calendar/days.ts';
import { IconButton } from '../../design/controls.tsx';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { ageOf } from '../../texts/age.ts';
import { useTexts } from '../../texts/provider.tsx';

interface Props {
  /** From when the figures are; undefined while there are none. */
  readonly updatedAt: Date | string | undefined;
  readonly isFetching: boolean;
  /** What the last attempt to have them anew was rejected with, if it was. */
  readonly error: unknown;
  readonly onRefresh: () => void;
}

/** From when the figures are, the means to have newer ones, and, where nothing answers, how old they have become. */
export function Freshness({ updatedAt, isFetching, error, onRefresh }: Props) {
  const isOffline = isUnreachable(error);
  const state = { updatedAt, isFetching, onRefresh };
  return isOffline ? <Offline {...state} /> : <Current {...state} />;
}

type State = Omit<Props, 'error'>;

function Current({ updatedAt, isFetching, onRefresh }: State) {
  const { t } = useTexts();
  const asked = useAsked(isFetching);
  const time = useTimeText(updatedAt);
  const text = time === undefined ? '' : t.updated(time);
  return (
    <View style={ROW}>
      <Txt type="label" color="quiet" aria-live={asked.isTold ? 'polite' : 'off'}>
        {asked.isWaiting ? t.refreshing : text}
      </Txt>
      <Refresh isFetching={isFetching} onPress={() => asked.ask(onRefresh)} label={t.refresh} />
    </View>
  );
}

function Offline({ updatedAt, isFetching, onRefresh }: State) {
  const { t } = useTexts();
  const palette = usePalette();
  const asked = useAsked(isFetching);
  const time = useTimeText(updatedAt);
  const now = useMinute();
  const age = updatedAt === undefined ? undefined : ageOf(updatedAt, now);
  const tone = age?.unit === 'day' ? 'bad' : 'warn';
  return (
    <View style={{ ...ROW, ...STRIP, backgroundColor: palette[`${tone}Surface`] }}>
      <Icon name="alert" color={tone} />
      <View style={{ flex: 1 }}>
        {/* Told once. The age grows outside of it, so that nobody is told every minute. */}
        <View role="status" style={INLINE}>
          <Txt type="strong" color={tone}>
            {t.offline.title}
          </Txt>
          {time !== undefined && <Txt>{t.offline.figuresOf(time)}</Txt>}
        </View>
        {age !== undefined && <Txt type="label">{asked.isWaiting ? t.refreshing : t.offline.age(age)}</Txt>}
      </View>
      <Refresh isFetching={isFetching} onPress={() => asked.ask(onRefresh)} label={t.retry} />
    </View>
  );
}

/** It stays where it is and keeps the focus while it works; it is only dimmed, and pressing it again does nothing. */
function Refresh({ isFetching, onPress, label }: { readonly isFetching: boolean; readonly onPress: () => void; readonly label: string }) {
  return (
    <View aria-busy={isFetching} style={{ opacity: isFetching ? 0.5 : 1 }}>
      <IconButton icon="refresh" label={label} onPress={isFetching ? () => undefined : onPress} />
    </View>
  );
}

/** 13:05, and the day with it when that is not today. */
function useTimeText(instant: Date | string | undefined): string | undefined {
  const { format } = useTexts();
  const today = dayOf(useMinute());
  if (instant === undefined) return undefined;
  return dayOf(new Date(instant).getTime()) === today ? format.time(instant) : format.dayAndTime(instant);
}

type Phase = 'none' | 'pressed' | 'fetching' | 'done';

/** Time for a screen reader to speak the outcome of a press before it stops being told about new ones. */
const TOLD_MS = 2000;

/** Tells a refresh that somebody asked for, which is answered in words, from those that happen by themselves. */
function useAsked(isFetching: boolean) {
  const [phase, setPhase] = useState<Phase>('none');
  const next = nextPhase(phase, isFetching);
  if (next !== phase) setPhase(next);
  useEffect(() => {
    if (phase !== 'done' && phase !== 'pressed') return;
    const timer = setTimeout(() => setPhase('none'), TOLD_MS);
    return () => clearTimeout(timer);
  }, [phase]);
  return {
    isWaiting: phase === 'fetching',
    isTold: phase !== 'none',
    ask(onRefresh: () => void): void {
      setPhase('pressed');
      onRefresh();
    },
  };
}

function nextPhase(phase: Phase, isFetching: boolean): Phase {
  if (phase === 'pressed' && isFetching) return 'fetching';
  return phase === 'fetching' && !isFetching ? 'done' : phase;
}

const ROW: ViewStyle = { flexDirection: 'row', alignItems: 'center', justifyContent: 'flex-end', gap: SPACE.s };
const STRIP: ViewStyle = { borderRadius: RADIUS.m, padding: SPACE.xs, paddingLeft: SPACE.m };
const INLINE: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', columnGap: SPACE.s, alignItems: 'baseline' };
