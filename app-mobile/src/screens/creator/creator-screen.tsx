import { View } from 'react-native';
import { TextLink } from '../../design/controls.tsx';
import { Screen } from '../../design/screen.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTitle } from '../../design/use-title.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { useTexts } from '../../texts/provider.tsx';
import { daysNote } from '../creators/days-note.ts';
import { RangePicker } from '../range/range-picker.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { RangeTitle } from '../shared/range-title.tsx';
import { CreatorFigures, CreatorSkeleton } from './creator-figures.tsx';
import { useCreator } from './use-creator.ts';

/** What one creator earned in a range of days. */
export function CreatorScreen() {
  const { t, format } = useTexts();
  const found = useCreator();
  const { userId, query, refresh } = found;
  const texts = t.creators.creator;
  const isOffline = isUnreachable(query.error);
  useTitle(texts.title(userId));
  return (
    <Screen onRefresh={refresh} isRefreshing={found.isRefreshing}>
      <View style={{ gap: SPACE.m }}>
        <TextLink href={found.backHref}>{`‹ ${texts.back}`}</TextLink>
        <RangeTitle title={userId} note={daysNote(found, t, format)} {...found} onRefresh={refresh} />
        <RangePicker chosen={found.chosen} onChange={found.chooseRange} />
      </View>
      {!found.isId && <Notice tone="warn" title={texts.notAnId} text={t.creators.notAnId} />}
      {query.error !== null && !(isOffline && query.data !== undefined) && <ProblemNotice error={query.error} onRetry={refresh} />}
      {query.isFetching && query.data === undefined && <CreatorSkeleton />}
      {query.data !== undefined && <CreatorFigures trend={query.data} />}
    </Screen>
  );
}
