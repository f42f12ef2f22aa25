import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Sheet } from '../../design/sheet.tsx';
import { Notice, Skeleton } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import type { Gap } from './gaps.ts';
import { useQuote, useStartBackfill } from './generating.ts';
import { rangeText } from './range-text.ts';

type Quote = NonNullable<ReturnType<typeof useQuote>['data']>;

interface Props {
  readonly gap: Gap;
  readonly onClose: () => void;
}

/** Says what aggregating days takes, before it is begun. */
export function BackfillSheet({ gap, onClose }: Props) {
  const { t, format } = useTexts();
  const quote = useQuote(gap.from, gap.to);
  return (
    <Sheet title={t.range.backfill.title} isOpen onClose={onClose}>
      <Txt type="strong">{rangeText(format, gap.from, gap.to)}</Txt>
      {quote.isPending && (
        <View aria-busy aria-label={t.range.backfill.asking} role="status" style={{ gap: SPACE.s }}>
          <Skeleton width="80%" height={22} />
          <Skeleton width="60%" height={22} />
        </View>
      )}
      {quote.error !== null && <ProblemNotice error={quote.error} onRetry={() => void quote.refetch().catch(() => undefined)} />}
      {quote.data !== undefined && <Quoted quote={quote.data} onClose={onClose} />}
    </Sheet>
  );
}

function Quoted({ quote, onClose }: { readonly quote: Quote; readonly onClose: () => void }) {
  const { t, format } = useTexts();
  const texts = t.range.backfill;
  const { days, tasks, reads, maxReads } = quote;
  const start = useStartBackfill(quote);
  const isAboveUsual = reads !== null && reads > maxReads;
  // What was quoted is agreed to, also where it is more than the API allows unasked.
  const begin = () => start.mutate(isAboveUsual ? reads : undefined, { onSuccess: onClose });
  return (
    <View style={{ gap: SPACE.m }}>
      <View style={{ gap: SPACE.xs }}>
        <Txt>{tasks < days ? texts.continues(tasks, days) : texts.takes(days)}</Txt>
        <Txt>{reads === null ? texts.free : texts.reads(format.count(reads))}</Txt>
      </View>
      {isAboveUsual && <Notice tone="warn" title={texts.aboveUsual(format.count(maxReads))} text={texts.aboveUsualText} />}
      {start.error !== null && <ProblemNotice error={start.error} onRetry={begin} />}
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.s }}>
        <Button look="primary" title={texts.confirm(tasks)} disabled={start.isPending} onPress={begin} />
        <Button title={texts.cancel} onPress={onClose} />
      </View>
    </View>
  );
}
