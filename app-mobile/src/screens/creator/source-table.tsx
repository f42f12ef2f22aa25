import { View, type ViewStyle } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { fixedShareText } from '../creators/figure-texts.ts';
import { ShareBar } from '../creators/share-bar.tsx';
import { type CreatorTrend, SOURCES } from './creator-points.ts';

/** What each source brought over all days, and its share of the whole. */
export function SourceTable({ earnings }: { readonly earnings: CreatorTrend['summary']['earnings'] }) {
  const { t, format } = useTexts();
  const palette = usePalette();
  const texts = t.creators.creator;
  const share = (tokens: number) => (earnings.total === 0 ? 0 : tokens / earnings.total);
  return (
    <View role="table" aria-label={texts.bySource}>
      <View role="row" style={ROW}>
        <Head style={NAME} title={texts.source} />
        <Head style={TOKENS} title={t.creators.columns.tokens} align="right" />
        <Head style={SHARE} title={texts.share} align="right" />
      </View>
      {SOURCES.map((source, index) => (
        <View key={source} role="row" style={{ ...ROW, borderTopWidth: 1, borderColor: palette.line }}>
          <View role="rowheader" style={NAME}>
            <Txt>{texts.sources[source]}</Txt>
            {earnings[source] > 0 && <ShareBar share={share(earnings[source])} color={palette.series[index]} />}
          </View>
          <Cell style={TOKENS} text={format.twoDecimals(earnings[source])} look={earnings[source] === 0 ? 'quiet' : 'plain'} />
          <Cell style={SHARE} text={fixedShareText(format, share(earnings[source]))} look={earnings[source] === 0 ? 'quiet' : 'plain'} />
        </View>
      ))}
      <View role="row" style={{ ...ROW, borderTopWidth: 2, borderColor: palette.line }}>
        <View role="rowheader" style={NAME}>
          <Txt type="strong">{texts.total}</Txt>
        </View>
        <Cell style={TOKENS} text={format.twoDecimals(earnings.total)} look="strong" />
        <Cell style={SHARE} text={fixedShareText(format, share(earnings.total))} look="strong" />
      </View>
    </View>
  );
}

function Head({ title, style, align = 'left' }: { readonly title: string; readonly style: ViewStyle; readonly align?: 'left' | 'right' }) {
  return (
    <View role="columnheader" style={style}>
      <Txt type="label" color="quiet" align={align}>
        {title}
      </Txt>
    </View>
  );
}

interface CellProps {
  readonly text: string;
  readonly style: ViewStyle;
  readonly look: 'plain' | 'strong' | 'quiet';
}

function Cell({ text, style, look }: CellProps) {
  return (
    <View role="cell" style={style}>
      <Txt
        type="number"
        align="right"
        color={look === 'quiet' ? 'quiet' : 'ink'}
        style={look === 'strong' ? { fontWeight: '600' } : undefined}
      >
        {text}
      </Txt>
    </View>
  );
}

const ROW: ViewStyle = { flexDirection: 'row', alignItems: 'center', minHeight: TARGET, gap: SPACE.m };
const NAME: ViewStyle = { flex: 1, gap: SPACE.xs, paddingVertical: SPACE.s };
const TOKENS: ViewStyle = { width: 120 };
const SHARE: ViewStyle = { width: 64 };
