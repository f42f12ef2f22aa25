import { View, type ViewStyle } from 'react-native';
import { Heading } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { BESIDE_BUTTON, Definition, FigureChart } from './figure-card.tsx';
import { titleOf } from './figure-format.ts';
import { FigureTotals } from './figure-totals.tsx';
import type { Trend } from './gaps.ts';
import { LEADING, seriesOf, type TrendFigure } from './series.ts';

/** Of the chart in points. */
export const LEAD_HEIGHT = 260;
export const LEAD_STYLE: ViewStyle = { borderWidth: 1, borderRadius: RADIUS.l, overflow: 'hidden' };

/** The figure that leads the screen, above the sections and larger: revenue, or the one that was asked for. */
export function LeadCard({ name, trend }: { readonly name: TrendFigure; readonly trend: Trend }) {
  const { t } = useTexts();
  const palette = usePalette();
  const found = seriesOf(trend, name);
  if (found === undefined) return null;
  const isHero = name === LEADING;
  const look = isHero ? ({ ink: 'onHero', quiet: 'heroQuiet' } as const) : ({ ink: 'ink', quiet: 'quiet' } as const);
  return (
    <View style={{ ...LEAD_STYLE, backgroundColor: palette.surface, borderColor: palette.line }}>
      <View style={{ backgroundColor: isHero ? palette.hero : palette.surface, padding: SPACE.l, gap: SPACE.s }}>
        <View>
          <Heading level={2} type="title" color={look.ink} style={BESIDE_BUTTON}>
            {titleOf(t, name)}
          </Heading>
          <Definition name={name} color={look.quiet} />
        </View>
        <FigureTotals name={name} series={found.series} isLead look={look} />
      </View>
      <View style={{ padding: SPACE.l }}>
        <FigureChart name={name} found={found} order={0} height={LEAD_HEIGHT} />
      </View>
    </View>
  );
}
