import { useState } from 'react';
import { View } from 'react-native';
import { Card, Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { useTexts } from '../../texts/provider.tsx';
import { creatorHref } from '../creator/creator-id.ts';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { matching, type RankedCreator } from './creator-list.ts';
import { CreatorsCards } from './creators-cards.tsx';
import { CreatorsSkeleton } from './creators-skeleton.tsx';
import { CreatorsTable } from './creators-table.tsx';
import { Toolbar } from './toolbar.tsx';
import type { useCreators } from './use-creators.ts';
import { useIsTable } from './use-is-table.ts';

type Props = Pick<ReturnType<typeof useCreators>, 'query' | 'creators' | 'choices' | 'choose' | 'address' | 'refresh'>;

/** The ranked creators with what finds and orders them, or why there are none. */
export function CreatorsList(props: Props) {
  const { query, creators, choices, choose, address, refresh } = props;
  const [text, setText] = useState('');
  const hrefOf = (userId: string) => creatorHref(userId, address);
  const isOld = isUnreachable(query.error) && creators !== undefined;
  return (
    <Card>
      <View style={{ gap: SPACE.m }}>
        <Toolbar text={text} onText={setText} choices={choices} onChoose={choose} hrefOf={hrefOf} />
        {query.error !== null && !isOld && <ProblemNotice error={query.error} onRetry={refresh} />}
        {creators !== undefined && (
          <View aria-busy={query.isPlaceholderData} style={{ gap: SPACE.m, opacity: query.isPlaceholderData ? 0.5 : 1 }}>
            <Found {...props} creators={creators} text={text} hrefOf={hrefOf} />
          </View>
        )}
        {query.isPending && <CreatorsSkeleton rows={Number(choices.limit)} />}
      </View>
    </Card>
  );
}

interface FoundProps extends Omit<Props, 'creators'> {
  readonly creators: readonly RankedCreator[];
  readonly text: string;
  readonly hrefOf: (userId: string) => string;
}

function Found({ creators, text, query, choices, choose, hrefOf }: FoundProps) {
  const { t } = useTexts();
  const texts = t.creators;
  const isTable = useIsTable();
  if (creators.length === 0) return <Notice title={texts.none.title} text={texts.none.text} />;
  const shown = matching(creators, text);
  const mostTokens = query.data?.topCreators[0]?.totalEarningsTokens ?? 0;
  const list = { creators: shown, mostTokens, hrefOf };
  return (
    <>
      <Summary listed={creators.length} total={query.data?.totalCreators ?? 0} matches={text.trim() === '' ? undefined : shown.length} />
      {shown.length === 0 && <Txt>{texts.noMatch}</Txt>}
      {shown.length > 0 && isTable && (
        <CreatorsTable {...list} sorting={choices.sorting} onSort={(sorting) => choose({ ...choices, sorting })} />
      )}
      {shown.length > 0 && !isTable && <CreatorsCards {...list} />}
      <Txt type="caption" color="quiet">
        {texts.note}
      </Txt>
    </>
  );
}

function Summary({ listed, total, matches }: { readonly listed: number; readonly total: number; readonly matches: number | undefined }) {
  const { t, format } = useTexts();
  const texts = t.creators;
  const which = listed < total ? texts.best(format.count(listed), total, format.count(total)) : texts.all(total, format.count(total));
  return (
    <Txt type="label" color="quiet" role="status">
      {matches === undefined ? which : `${which}: ${texts.matches(matches, format.count(matches))}`}
    </Txt>
  );
}
