import { View } from 'react-native';
import { Screen } from '../../design/screen.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTitle } from '../../design/use-title.ts';
import { useTexts } from '../../texts/provider.tsx';
import { RangePicker } from '../range/range-picker.tsx';
import { RangeTitle } from '../shared/range-title.tsx';
import { CreatorsList } from './creators-list.tsx';
import { daysNote } from './days-note.ts';
import { useCreators } from './use-creators.ts';

/** Who earned most in a range of days. */
export function CreatorsScreen() {
  const { t, format } = useTexts();
  const found = useCreators();
  useTitle(t.creators.title);
  return (
    <Screen onRefresh={found.refresh} isRefreshing={found.isRefreshing}>
      <View style={{ gap: SPACE.s }}>
        <RangeTitle title={t.creators.title} note={daysNote(found, t, format)} {...found} onRefresh={found.refresh} />
        <RangePicker chosen={found.chosen} onChange={found.chooseRange} />
      </View>
      <CreatorsList {...found} />
    </Screen>
  );
}
