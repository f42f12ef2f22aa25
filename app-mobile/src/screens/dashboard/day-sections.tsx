import { Children, type ReactNode } from 'react';
import { useWindowDimensions, View } from 'react-native';
import { Card, Skeleton } from '../../design/surfaces.tsx';
import { BREAKPOINT, SPACE } from '../../design/tokens.ts';
import { type CollectionName, type FigureName, SECTIONS, type Section, type SectionId } from '../../figures/figures.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { MissingNotice, UnfinishedNotice } from './generate.tsx';
import { HoursCard } from './hours-card.tsx';
import { SectionBlock } from './section-block.tsx';
import type { DayFigures } from './use-day-figures.ts';

interface Props {
  readonly day: DayFigures;
  readonly onOpen: (figure: FigureName) => void;
  /** Shows another day. */
  readonly onShow: (date: string) => void;
}

/** About what the chart of the hours takes, until it is known whether there is one. */
const HOURS_HEIGHT = { narrow: 384, wide: 320 };

/** The sections of a day. Those that come from one document fail, or are missing, together; the others stay as they are. */
export function DaySections({ day, onOpen, onShow }: Props) {
  const { platformKpiDaily: platform, safetyKpiDaily: safety } = day.sources;
  const isAllMissing = platform.state === 'missing' && safety.state === 'missing' && platform.reason === safety.reason;
  if (isAllMissing) return <MissingNotice key={day.date} date={day.date} reason={platform.reason} what={undefined} onShow={onShow} />;
  return (
    <>
      <Group day={day} collection="platformKpiDaily" onShow={onShow}>
        <PlatformSections day={day} onOpen={onOpen} />
        {platform.state === 'ready' ? <HoursCard date={day.date} /> : <HoursSkeleton />}
      </Group>
      <Group day={day} collection="safetyKpiDaily" onShow={onShow}>
        <SafetySections day={day} onOpen={onOpen} />
      </Group>
    </>
  );
}

interface GroupProps extends Pick<Props, 'day' | 'onShow'> {
  readonly collection: CollectionName;
  readonly children: ReactNode;
}

function Group({ day: { sources, date }, collection, onShow, children }: GroupProps) {
  const { t } = useTexts();
  const source = sources[collection];
  const what = SECTIONS.filter((section) => section.collection === collection)
    .map(({ id }) => t.dashboard.sections[id])
    .join(', ');
  if (source.state === 'failed') return <ProblemNotice error={source.error} onRetry={source.retry} what={what} />;
  if (source.state === 'missing') return <MissingNotice key={date} date={date} reason={source.reason} what={what} onShow={onShow} />;
  return (
    <>
      {source.state === 'ready' && source.isUnfinished && <UnfinishedNotice key={date} date={date} what={what} />}
      {children}
    </>
  );
}

type SectionsProps = Omit<Props, 'onShow'>;

function PlatformSections({ day: { views }, onOpen }: SectionsProps) {
  const { width } = useWindowDimensions();
  const isWide = width >= BREAKPOINT.wide;
  const parts = { views, onOpen };
  return (
    <>
      <Side isWide={isWide}>
        <SectionBlock section={sectionOf('users')} columns={isWide ? 2 : 4} {...parts} />
        <SectionBlock section={sectionOf('revenue')} {...parts} />
      </Side>
      <SectionBlock section={sectionOf('activity')} {...(isWide ? {} : { columns: 3 })} {...parts} />
    </>
  );
}

function SafetySections({ day: { views }, onOpen }: SectionsProps) {
  const { width } = useWindowDimensions();
  return (
    <Side isWide={width >= BREAKPOINT.wide}>
      <SectionBlock section={sectionOf('safety')} views={views} onOpen={onOpen} />
      <SectionBlock section={sectionOf('enforcement')} views={views} onOpen={onOpen} />
    </Side>
  );
}

/** Two sections beside each other, where there is room. */
function Side({ isWide, children }: { readonly isWide: boolean; readonly children: ReactNode }) {
  return (
    <View style={{ flexDirection: isWide ? 'row' : 'column', gap: SPACE.xl }}>
      {Children.map(children, (child) => (
        <View style={isWide ? { flex: 1 } : undefined}>{child}</View>
      ))}
    </View>
  );
}

function HoursSkeleton() {
  const { width } = useWindowDimensions();
  const height = width >= BREAKPOINT.medium ? HOURS_HEIGHT.wide : HOURS_HEIGHT.narrow;
  return (
    <Card style={{ height, gap: SPACE.m }}>
      <Skeleton width={160} height={24} />
      <Skeleton width="100%" height={height / 2} />
    </Card>
  );
}

function sectionOf<Id extends SectionId>(id: Id): Extract<Section, { id: Id }> {
  const found = SECTIONS.find((section): section is Extract<Section, { id: Id }> => section.id === id);
  if (found === undefined) throw new Error(`There is no section ${id}.`);
  return found;
}
