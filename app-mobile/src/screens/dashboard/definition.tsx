import { View } from 'react-native';
import { Skeleton } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE, TYPE } from '../../design/tokens.ts';
import { useMetrics } from '../../queries/figures.ts';
import { IN_ENGLISH } from '../../texts/in-english.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';

/** What a figure means, as the catalogue has it: its name there is the name of a figure of a day. */
export function Definition({ name }: { readonly name: string }) {
  const metrics = useMetrics();
  const { t } = useTexts();
  const words = t.dashboard.definition;
  const field = metrics.data?.documents
    .filter(({ grain }) => grain === 'day')
    .flatMap(({ fields }) => fields)
    .find((candidate) => candidate.name === name);
  if (field !== undefined) {
    return (
      <View style={{ gap: SPACE.s }}>
        <Txt {...IN_ENGLISH}>{field.description}</Txt>
        <Fact label={words.unit} text={field.unit ?? '–'} />
        <Fact label={words.sources} text={field.sources.join(', ')} />
      </View>
    );
  }
  if (metrics.isError) {
    return <ProblemNotice error={metrics.error} what={words.title} onRetry={() => void metrics.refetch().catch(() => undefined)} />;
  }
  return <Skeleton width="100%" height={TYPE.body.lineHeight * 2} />;
}

/** Names of units and collections are the catalogue's. */
function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', columnGap: SPACE.s }}>
      <Txt type="label" color="quiet">
        {label}
      </Txt>
      <Txt type="label" {...IN_ENGLISH} style={{ flexShrink: 1 }}>
        {text}
      </Txt>
    </View>
  );
}
