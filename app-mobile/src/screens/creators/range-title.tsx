import { View, type ViewStyle } from 'react-native';
import type { ChosenRange } from '../../calendar/ranges.ts';
import { Heading, Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { rangeText } from '../range/range-text.ts';
import { Freshness } from '../shared/freshness.tsx';

interface Props {
  readonly title: string;
  readonly chosen: ChosenRange;
  /** Whether the running day is among the days. */
  readonly isRunning: boolean;
  readonly query: { readonly isFetching: boolean; readonly error: unknown };
  readonly updatedAt: Date | undefined;
  readonly onRefresh: () => void;
}

/** What a screen shows, of which days, and from when. */
export function RangeTitle({ title, chosen, isRunning, query, updatedAt, onRefresh }: Props) {
  const { t, format } = useTexts();
  const days = rangeText(format, chosen.from, chosen.to);
  return (
    <View style={ROW}>
      <View style={{ flexShrink: 1 }}>
        <Heading level={1} selectable>
          {title}
        </Heading>
        <Txt type="label" color="quiet">
          {isRunning ? t.creators.daysSoFar(days) : t.creators.days(days)}
        </Txt>
      </View>
      <View style={{ flexGrow: 1, flexShrink: 1 }}>
        <Freshness updatedAt={updatedAt} isFetching={query.isFetching} error={query.error} onRefresh={onRefresh} />
      </View>
    </View>
  );
}

const ROW: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', columnGap: SPACE.l, rowGap: SPACE.s };
