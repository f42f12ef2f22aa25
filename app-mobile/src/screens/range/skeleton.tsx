import { useWindowDimensions, View } from 'react-native';
import { Card, Skeleton } from '../../design/surfaces.tsx';
import { usePalette } from '../../design/theme.tsx';
import { BREAKPOINT, SPACE, TYPE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { CHART_HEIGHT } from './figure-card.tsx';
import { LEAD_HEIGHT, LEAD_STYLE } from './lead-card.tsx';
import { LEADING, rowsOf, sectionsBelow, type TrendFigure } from './series.ts';

/** The cards of the screen before their figures are there. */
export function TrendsSkeleton({ lead }: { readonly lead: TrendFigure }) {
  const { t } = useTexts();
  const isWide = useWindowDimensions().width >= BREAKPOINT.wide;
  return (
    <View aria-busy role="status" aria-label={t.loading} style={{ gap: SPACE.xl }}>
      <LeadSkeleton isHero={lead === LEADING} isWide={isWide} />
      {sectionsBelow(lead).map(({ id, figures }) => (
        <View key={id} style={{ gap: SPACE.m }}>
          <Skeleton width={120} height={TYPE.title.lineHeight} />
          {rowsOf(figures).map((row) => (
            <View key={row[0]} style={{ flexDirection: isWide ? 'row' : 'column', gap: SPACE.m }}>
              {row.map((name) => (
                <CardSkeleton key={name} chart={CHART_HEIGHT} />
              ))}
            </View>
          ))}
        </View>
      ))}
    </View>
  );
}

/** Of what stands above the leading chart, in points: its two numbers share a line where there is room. */
const BAND = { narrow: 178, wide: 132 };

function LeadSkeleton({ isHero, isWide }: { readonly isHero: boolean; readonly isWide: boolean }) {
  const palette = usePalette();
  return (
    <View style={{ ...LEAD_STYLE, backgroundColor: palette.surface, borderColor: palette.line }}>
      <View style={{ height: isWide ? BAND.wide : BAND.narrow, backgroundColor: isHero ? palette.hero : palette.surface }} />
      <View style={{ padding: SPACE.l }}>
        <Skeleton width="100%" height={LEAD_HEIGHT} />
      </View>
    </View>
  );
}

function CardSkeleton({ chart }: { readonly chart: number }) {
  return (
    <Card style={{ flex: 1, gap: SPACE.m }}>
      <Skeleton width="40%" height={TYPE.strong.lineHeight} />
      <Skeleton width="60%" height={48} />
      <Skeleton width="100%" height={chart} />
    </Card>
  );
}
