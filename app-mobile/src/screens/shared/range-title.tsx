import { useWindowDimensions, View, type ViewStyle } from 'react-native';
import { Heading, Txt } from '../../design/text.tsx';
import { BREAKPOINT, SPACE } from '../../design/tokens.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { Freshness } from './freshness.tsx';

interface Props {
  readonly title: string;
  /** Of which days. */
  readonly note: string;
  readonly query: { readonly isFetching: boolean; readonly error: unknown };
  readonly updatedAt: Date | undefined;
  readonly onRefresh: () => void;
}

/** What a screen shows, of which days, and from when. Where nothing answers, that takes a line of its own. */
export function RangeTitle({ title, note, query, updatedAt, onRefresh }: Props) {
  const isWide = useWindowDimensions().width >= BREAKPOINT.medium;
  const isOffline = isUnreachable(query.error);
  const heading = (
    <Heading level={1} selectable>
      {title}
    </Heading>
  );
  const freshness = <Freshness updatedAt={updatedAt} isFetching={query.isFetching} error={query.error} onRefresh={onRefresh} />;
  return (
    <View style={isOffline ? { gap: SPACE.s } : undefined}>
      {!isWide && heading}
      <View style={isWide ? ROW : { ...ROW, ...FLAT }}>
        <View style={isWide ? FILL : { ...FILL, ...LINES }}>
          {isWide && heading}
          <Txt type="label" color="quiet">
            {note}
          </Txt>
        </View>
        {!isOffline && freshness}
      </View>
      {isOffline && freshness}
    </View>
  );
}

const ROW: ViewStyle = { flexDirection: 'row', alignItems: 'center', columnGap: SPACE.m };
const FILL: ViewStyle = { flex: 1 };
/** Several lines are higher than the button beside them, and keep their distance. */
const LINES: ViewStyle = { paddingVertical: SPACE.m };
/** The button is higher than the line that it stands on. */
const FLAT: ViewStyle = { marginTop: -SPACE.s, marginBottom: -SPACE.xs };
