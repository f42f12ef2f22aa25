import { Fragment, type ReactNode } from 'react';
import { useWindowDimensions, View } from 'react-native';
import { Card } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { BREAKPOINT, SPACE } from '../../design/tokens.ts';
import type { FigureView } from '../../figures/figure-view.ts';
import type { FigureName, Section } from '../../figures/figures.ts';
import { useTexts } from '../../texts/provider.tsx';
import { FigureRow, FigureTile } from './figure-tile.tsx';
import { HeroTile } from './hero-tile.tsx';
import { HeroSkeleton, RowSkeleton, TileSkeleton } from './skeletons.tsx';

const HERO: FigureName = 'totalTokenRevenuePLN';

interface Props {
  readonly section: Section;
  /** Empty while the figures are on their way. */
  readonly views: ReadonlyMap<FigureName, FigureView>;
  readonly onOpen: (figure: FigureName) => void;
  /** Tiles beside each other where there is room for tiles; all of them by default. */
  readonly columns?: number;
}

/** A section of the day: a list on a phone, tiles where there is room for them, and its leading figure apart. */
export function SectionBlock({ section, views, onOpen, columns }: Props) {
  const { width } = useWindowDimensions();
  const rest = section.figures.filter((name) => name !== HERO);
  const hasHero = rest.length < section.figures.length;
  // Beside its leading figure the rest is a list everywhere, and leaves it the room.
  const Rest = width >= BREAKPOINT.medium && !hasHero ? Tiles : Rows;
  return (
    <View style={{ gap: SPACE.m, flexGrow: 1 }}>
      <SectionTitle section={section} />
      {hasHero && <Hero view={views.get(HERO)} onOpen={() => onOpen(HERO)} />}
      <Rest names={rest} views={views} onOpen={onOpen} columns={columns ?? rest.length} />
    </View>
  );
}

function SectionTitle({ section: { id, collection } }: { readonly section: Section }) {
  const { t } = useTexts();
  return (
    <View style={{ flexDirection: 'row', alignItems: 'baseline', flexWrap: 'wrap', columnGap: SPACE.s }}>
      <Heading level={2}>{t.dashboard.sections[id]}</Heading>
      {collection === 'safetyKpiDaily' && (
        <Txt type="label" color="quiet">
          {t.dashboard.fewerIsBetter}
        </Txt>
      )}
    </View>
  );
}

function Hero({ view, onOpen }: { readonly view: FigureView | undefined; readonly onOpen: () => void }) {
  return view === undefined ? <HeroSkeleton /> : <HeroTile view={view} onOpen={onOpen} />;
}

interface PartsProps extends Pick<Props, 'views' | 'onOpen'> {
  readonly names: readonly FigureName[];
  readonly columns: number;
}

function Rows({ names, views, onOpen }: PartsProps) {
  const palette = usePalette();
  return (
    <Card style={{ padding: 0, overflow: 'hidden' }}>
      {names.map((name, index) => (
        <View key={name} style={index === 0 ? undefined : { borderTopWidth: 1, borderColor: palette.line }}>
          <Part view={views.get(name)} skeleton={<RowSkeleton />}>
            {(view) => <FigureRow view={view} onOpen={() => onOpen(name)} />}
          </Part>
        </View>
      ))}
    </Card>
  );
}

function Tiles({ names, views, onOpen, columns }: PartsProps) {
  const lines = Array.from({ length: Math.ceil(names.length / columns) }, (_, line) => names.slice(line * columns, (line + 1) * columns));
  return (
    <View style={{ gap: SPACE.m, flexGrow: 1 }}>
      {lines.map((line) => (
        <View key={line[0]} style={{ flexDirection: 'row', gap: SPACE.m, flexGrow: 1 }}>
          {line.map((name) => (
            <Fragment key={name}>
              <Part view={views.get(name)} skeleton={<TileSkeleton />}>
                {(view) => <FigureTile view={view} onOpen={() => onOpen(name)} />}
              </Part>
            </Fragment>
          ))}
        </View>
      ))}
    </View>
  );
}

interface PartProps {
  readonly view: FigureView | undefined;
  readonly skeleton: ReactNode;
  readonly children: (view: FigureView) => ReactNode;
}

function Part({ view, skeleton, children }: PartProps) {
  return view === undefined ? skeleton : children(view);
}
