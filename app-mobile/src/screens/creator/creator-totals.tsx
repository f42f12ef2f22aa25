import { useWindowDimensions, View, type ViewStyle } from 'react-native';
import { Card, Skeleton } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { BREAKPOINT, RADIUS, SPACE, TYPE } from '../../design/tokens.ts';
import { Money } from '../../figures/money.tsx';
import { useTexts } from '../../texts/provider.tsx';
import type { CreatorTrend } from './creator-points.ts';

/** What the days come to: money first, then how it came about. Skeletons of the same shape while there is no summary. */
export function CreatorTotals({ summary }: { readonly summary: CreatorTrend['summary'] | undefined }) {
  const { t, format } = useTexts();
  const texts = t.creators.creator;
  const isWide = useIsWide();
  const totals = [
    { name: texts.average, value: summary && format.amount(summary.averageDailyEarnings), note: texts.averageUnit },
    {
      name: texts.days,
      value: summary && format.count(summary.activeDays),
      note: summary && texts.ofDays(summary.totalDays, format.count(summary.totalDays)),
    },
    { name: texts.sessions, value: summary && format.count(summary.totalSessions) },
  ];
  return (
    <View
      {...(summary === undefined ? { 'aria-busy': true, 'aria-label': t.loading, role: 'status' } : {})}
      style={{ flexDirection: isWide ? 'row' : 'column', gap: SPACE.m }}
    >
      <Hero
        name={texts.pln}
        value={summary && format.pln(summary.totalEarningsPLN)}
        note={summary && texts.earnedTokens(summary.earnings.total, format.amount(summary.earnings.total))}
      />
      {isWide ? totals.map((total) => <Tile key={total.name} {...total} />) : <Lines totals={totals} />}
    </View>
  );
}

function useIsWide(): boolean {
  return useWindowDimensions().width >= BREAKPOINT.wide;
}

interface TotalProps {
  readonly name: string;
  /** Undefined while it is not known. */
  readonly value: string | undefined;
  readonly note?: string | undefined;
}

function Hero({ name, value, note }: TotalProps) {
  const palette = usePalette();
  const isWide = useIsWide();
  const look =
    value === undefined
      ? { backgroundColor: palette.surface, borderColor: palette.line }
      : { backgroundColor: palette.hero, borderColor: palette.hero };
  return (
    <View style={{ ...TILE, ...(isWide ? { flex: 2.5 } : {}), ...look }}>
      <Txt type="label" color={value === undefined ? 'quiet' : 'heroQuiet'}>
        {name}
      </Txt>
      <Figure type="hero" value={value} />
      <Txt type="number" color="heroQuiet">
        {note ?? ' '}
      </Txt>
    </View>
  );
}

function Tile({ name, value, note }: TotalProps) {
  const palette = usePalette();
  return (
    <View style={{ ...TILE, flex: 1, backgroundColor: palette.surface, borderColor: palette.line }}>
      <Txt type="label" color="quiet">
        {name}
      </Txt>
      <Figure type="figure" value={value} />
      <Txt type="caption" color="quiet">
        {note ?? ' '}
      </Txt>
    </View>
  );
}

/** The totals under each other, for narrow screens. */
function Lines({ totals }: { readonly totals: readonly TotalProps[] }) {
  const palette = usePalette();
  return (
    <Card style={{ paddingVertical: SPACE.s }}>
      {totals.map(({ name, value, note }, index) => (
        <View key={name} style={{ ...LINE, borderTopWidth: index === 0 ? 0 : 1, borderColor: palette.line }}>
          <View style={{ flexShrink: 1 }}>
            <Txt type="strong">{name}</Txt>
            {note !== undefined && (
              <Txt type="caption" color="quiet">
                {note}
              </Txt>
            )}
          </View>
          <Figure type="figure" value={value} />
        </View>
      ))}
    </Card>
  );
}

const WAITING = { hero: { width: 232, height: 40 }, figure: { width: 88, height: 24 } } as const;

/** The number, or the shape of one that takes as much room. */
function Figure({ type, value }: { readonly type: 'hero' | 'figure'; readonly value: string | undefined }) {
  if (value === undefined) {
    return (
      <View style={{ height: TYPE[type].lineHeight, justifyContent: 'center' }}>
        <Skeleton {...WAITING[type]} />
      </View>
    );
  }
  return type === 'hero' ? <Money text={value} /> : <Txt type={type}>{value}</Txt>;
}

const TILE: ViewStyle = { borderRadius: RADIUS.l, borderWidth: 1, padding: SPACE.l, gap: SPACE.xs };
const LINE: ViewStyle = { flexDirection: 'row', alignItems: 'center', justifyContent: 'space-between', gap: SPACE.m, minHeight: 56 };
