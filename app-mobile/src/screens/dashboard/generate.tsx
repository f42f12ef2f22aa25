import { useMutation, useQueryClient } from '@tanstack/react-query';
import { View } from 'react-native';
import { Button } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import type { GapReason } from '../../figures/change.ts';
import { KEYS } from '../../queries/figures.ts';
import { useSession } from '../../session/provider.tsx';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';

interface MissingProps {
  readonly date: string;
  readonly reason: GapReason;
  /** The part of the screen that has no figures, in words; undefined for all of it. */
  readonly what: string | undefined;
}

/** Reasons that an aggregation can remove. */
const CAN_GENERATE: ReadonlySet<GapReason> = new Set(['not-aggregated', 'failed']);

/** Why a day has no figures, and the means to have them made where that can be done. */
export function MissingNotice({ date, reason, what }: MissingProps) {
  const { title, text } = useTexts().t.dashboard.missing;
  return (
    <Notice tone={reason === 'failed' ? 'bad' : 'plain'} title={titled(what, title[reason])} text={text[reason]}>
      {CAN_GENERATE.has(reason) && <Generate date={date} isAgain={reason === 'failed'} />}
    </Notice>
  );
}

/** Figures from before the end of their day. */
export function UnfinishedNotice({ date, what }: Omit<MissingProps, 'reason'>) {
  const { unfinished } = useTexts().t.dashboard.missing;
  return (
    <Notice tone="warn" title={titled(what, unfinished.title)} text={unfinished.text}>
      <Generate date={date} isAgain />
    </Notice>
  );
}

function titled(what: string | undefined, title: string): string {
  return what === undefined ? title : `${what}: ${title}`;
}

function Generate({ date, isAgain }: { readonly date: string; readonly isAgain: boolean }) {
  const words = useTexts().t.dashboard.missing;
  const generation = useGeneration(date);
  const title = isAgain ? words.generateAgain : words.generate;
  if (generation.isError) return <ProblemNotice error={generation.error} onRetry={() => generation.mutate()} what={words.generateFailed} />;
  return (
    <View aria-live="polite" style={{ gap: SPACE.xs, alignItems: 'flex-start' }}>
      <Button
        look="primary"
        title={generation.isPending ? words.generating : title}
        disabled={generation.isPending}
        onPress={() => generation.mutate()}
      />
      {generation.isPending && (
        <Txt type="label" color="quiet">
          {words.generatingText}
        </Txt>
      )}
    </View>
  );
}

/** Aggregates the day; then everything but the catalogue may say something else. */
function useGeneration(date: string) {
  const { kpi } = useSession().backend;
  const client = useQueryClient();
  const [catalogue] = KEYS.metrics();
  return useMutation({
    mutationFn: () => kpi.triggerAggregation({ date }),
    onSuccess: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== catalogue }),
  });
}
