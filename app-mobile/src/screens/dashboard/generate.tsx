import { useQuery } from '@tanstack/react-query';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { canBeGenerated, type GapReason } from '../../figures/change.ts';
import { useFigures } from '../../queries/figures.ts';
import { useGeneration } from '../../queries/generation.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { nearestDay } from './nearest-day.ts';

interface MissingProps {
  readonly date: string;
  readonly reason: GapReason;
  /** The part of the screen that has no figures, in words; undefined for all of it. */
  readonly what: string | undefined;
  /** Shows another day. */
  readonly onShow: (date: string) => void;
}

/** Reasons that other days do not have: the data begin or end somewhere. */
const OUTSIDE: ReadonlySet<GapReason> = new Set(['before-data', 'after-data']);

/** Why a day has no figures, and the means to have them made where that can be done. */
export function MissingNotice({ date, reason, what, onShow }: MissingProps) {
  const { title, text } = useTexts().t.dashboard.missing;
  return (
    <Notice tone={reason === 'failed' ? 'bad' : 'plain'} title={titled(what, title[reason])} text={text[reason]}>
      {canBeGenerated(reason) && <Generate date={date} isAgain={reason === 'failed'} />}
      {OUTSIDE.has(reason) && <Nearest date={date} reason={reason} onShow={onShow} />}
    </Notice>
  );
}

/** Figures from before the end of their day. */
export function UnfinishedNotice({ date, what }: Pick<MissingProps, 'date' | 'what'>) {
  const { unfinished } = useTexts().t.dashboard.missing;
  return (
    <Notice tone="warn" title={titled(what, unfinished.title)} text={unfinished.text}>
      <Generate date={date} isAgain />
    </Notice>
  );
}

/** Leads to the end of the data that is nearer. */
function Nearest({ date, reason, onShow }: Omit<MissingProps, 'what'>) {
  const { t, format } = useTexts();
  const { data } = useQuery(useFigures().status());
  const nearest = data && nearestDay(data, date, reason);
  if (nearest === undefined) return null;
  const words = t.dashboard.missing;
  const day = format.day(nearest);
  const label = reason === 'after-data' ? words.showLast(day) : words.showFirst(day);
  return <Button look="primary" title={words.show(day)} label={label} onPress={() => onShow(nearest)} />;
}

function titled(what: string | undefined, title: string): string {
  return what === undefined ? title : `${what}: ${title}`;
}

function Generate({ date, isAgain }: { readonly date: string; readonly isAgain: boolean }) {
  const words = useTexts().t.dashboard.missing;
  const { generate, isPending, error } = useGeneration(date);
  const title = isAgain ? words.generateAgain : words.generate;
  if (error !== null) return <ProblemNotice error={error} onRetry={generate} what={words.generateFailed} />;
  return (
    <View aria-live="polite" style={{ gap: SPACE.xs, alignItems: 'flex-start' }}>
      <Button look="primary" title={isPending ? words.generating : title} disabled={isPending} onPress={generate} />
      {isPending && (
        <Txt type="label" color="quiet">
          {words.generatingText}
        </Txt>
      )}
    </View>
  );
}
