import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { View, type ViewStyle } from 'react-native';
import { useToday } from '../../calendar/clock.tsx';
import { CHART_HEIGHT } from '../../charts/chart-frame.tsx';
import { HoursChart } from '../../charts/hours-chart.tsx';
import { hoursSentence } from '../../charts/sentence.ts';
import { Choice } from '../../design/controls.tsx';
import { Card, Notice, Skeleton } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { areHoursFinal, isSettling } from '../../figures/settling.ts';
import { REFRESH_MS, useFigures } from '../../queries/figures.ts';
import { useTexts } from '../../texts/provider.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { HOUR_FIGURES, type HourFigure, hourPoints } from './hours-figures.ts';

/** One figure by the hour of a day, `YYYY-MM-DD` in UTC; of the running day, as far as it has come. */
export function HoursCard({ date }: { readonly date: string }) {
  const { t } = useTexts();
  const [figure, setFigure] = useState<HourFigure>('tokens');
  const today = useToday();
  const isToday = date === today;
  const query = useQuery({
    ...useFigures().hours(date),
    refetchInterval: ({ state }) => (isSettling(date, today, areHoursFinal(state.data)) ? REFRESH_MS : false),
  });
  const words = t.charts.hours;
  const hasFailed = query.data === undefined && query.error !== null;
  return (
    <Card>
      <View style={{ gap: SPACE.m }}>
        <View style={HEAD}>
          <Heading level={2}>{words.title}</Heading>
          {!hasFailed && query.data !== null && (
            <View style={{ flexShrink: 1 }}>
              <Choice
                label={words.choose}
                options={HOUR_FIGURES.map((value) => ({ value, title: words.figures[value] }))}
                value={figure}
                onChange={setFigure}
              />
            </View>
          )}
        </View>
        {query.data && <HoursOf hours={query.data.hours} isToday={isToday} date={date} figure={figure} />}
        {query.isPending && <Skeleton width="100%" height={CHART_HEIGHT} />}
        {query.data === null && <Notice title={words.tooOld.title} text={words.tooOld.text} />}
        {hasFailed && <ProblemNotice what={words.title} error={query.error} onRetry={() => query.refetch()} />}
      </View>
    </Card>
  );
}

const HEAD: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: SPACE.m };

interface ContentProps {
  readonly date: string;
  readonly figure: HourFigure;
  readonly hours: Parameters<typeof hourPoints>[0]['hours'];
  readonly isToday: boolean;
}

function HoursOf({ hours, isToday, date, figure }: ContentProps) {
  const { t, format } = useTexts();
  const words = t.charts.hours;
  const points = hourPoints({ hours, isToday, figure, unfinishedNote: words.unfinished });
  const name = words.figures[figure];
  const formatValue = useFormatOf(figure);
  return (
    <View style={{ gap: SPACE.s }}>
      <HoursChart
        title={name}
        sentence={hoursSentence(t, format, { name, points, date, formatValue })}
        hours={points}
        formatValue={formatValue}
        formatAxis={format.compact}
      />
      {points.some(({ isAtLeast }) => isAtLeast) && (
        <Txt type="caption" color="quiet">
          {words.atLeast}
        </Txt>
      )}
    </View>
  );
}

/** Values with their unit, where the figure's name does not say it. */
function useFormatOf(figure: HourFigure): (value: number) => string {
  const { t, format } = useTexts();
  if (figure === 'active' || figure === 'chats') return format.count;
  if (figure === 'tokens') return format.amount;
  return (value) => `${format.amount(value)} ${t.units.minutes}`;
}
