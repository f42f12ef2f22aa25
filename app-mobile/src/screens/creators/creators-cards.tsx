import { type Href, Link } from 'expo-router';
import { Pressable, View, type ViewStyle } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import type { RankedCreator } from './creator-list.ts';
import { shareOf } from './creators-table.tsx';
import { figureText } from './figure-texts.ts';
import { ShareBar } from './share-bar.tsx';

interface Props {
  readonly creators: readonly RankedCreator[];
  /** Tokens of the best earner, which bars are drawn against. */
  readonly mostTokens: number;
  readonly hrefOf: (userId: string) => string;
}

/** The creators as a list, for narrow screens: a press anywhere on one leads on. */
export function CreatorsCards({ creators, mostTokens, hrefOf }: Props) {
  const { t } = useTexts();
  return (
    <View role="list" aria-label={t.creators.table}>
      {creators.map((creator) => (
        <Item key={creator.userId} creator={creator} share={shareOf(creator, mostTokens)} href={hrefOf(creator.userId)} />
      ))}
    </View>
  );
}

function Item({ creator, share, href }: { readonly creator: RankedCreator; readonly share: number; readonly href: string }) {
  const { t, format } = useTexts();
  const palette = usePalette();
  const texts = t.creators;
  const { totalSessions, activeDays } = creator;
  return (
    <View role="listitem" style={{ borderBottomWidth: 1, borderColor: palette.line }}>
      <Link href={href as Href} asChild>
        <Pressable style={ITEM}>
          <Txt type="number" color="quiet" align="right" style={{ minWidth: RANK_WIDTH }}>
            {texts.rank(format.count(creator.rank))}
          </Txt>
          <View style={{ flex: 1, gap: SPACE.xs }}>
            <View style={LINE}>
              <Txt type="strong" style={{ flexShrink: 1, minWidth: 0 }}>
                {creator.userId}
              </Txt>
              <Txt type="number" align="right" style={{ fontWeight: '600', marginLeft: 'auto' }}>
                {format.pln(creator.totalEarningsPLN)}
              </Txt>
            </View>
            <ShareBar share={share} />
            <Pair
              left={texts.sessions(totalSessions, format.count(totalSessions))}
              right={texts.tokens(figureText(format, creator, 'tokens'))}
            />
            <Pair
              left={texts.activeDays(activeDays, format.count(activeDays))}
              right={texts.perDay(figureText(format, creator, 'average'))}
            />
          </View>
        </Pressable>
      </Link>
    </View>
  );
}

function Pair({ left, right }: { readonly left: string; readonly right: string }) {
  return (
    <View style={LINE}>
      <Txt type="smallNumber" color="quiet">
        {left}
      </Txt>
      <Txt type="smallNumber" color="quiet" align="right">
        {right}
      </Txt>
    </View>
  );
}

const RANK_WIDTH = 28;
const ITEM: ViewStyle = { flexDirection: 'row', gap: SPACE.s, paddingVertical: SPACE.m };
const LINE: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: SPACE.m };
