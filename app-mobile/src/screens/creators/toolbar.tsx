import { type Href, useRouter } from 'expo-router';
import { View, type ViewStyle } from 'react-native';
import { Choice, TextLink } from '../../design/controls.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { isCreatorId } from '../creator/creator-id.ts';
import { LIMITS, type ListChoices } from './creator-list.ts';
import { SearchField } from './search-field.tsx';
import { SortControl } from './sort-control.tsx';
import { useIsTable } from './use-is-table.ts';

interface Props {
  /** What is searched for. */
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly choices: ListChoices;
  readonly onChoose: (choices: ListChoices) => void;
  readonly hrefOf: (userId: string) => string;
}

/** Finds creators by id, and says how many are listed in which order. */
export function Toolbar({ text, onText, choices, onChoose, hrefOf }: Props) {
  const { t } = useTexts();
  const router = useRouter();
  const isTable = useIsTable();
  const id = text.trim();
  return (
    <View style={{ gap: SPACE.m }}>
      <View style={isTable ? { ...ROW, justifyContent: 'space-between' } : { gap: SPACE.m }}>
        <View style={isTable ? { width: FIELD_WIDTH } : {}}>
          <SearchField
            label={t.creators.search}
            value={text}
            onChange={onText}
            onSubmit={() => {
              if (isCreatorId(id)) router.push(hrefOf(id) as Href);
            }}
          />
        </View>
        <View style={ROW}>
          {isTable && (
            <Txt type="label" color="quiet" aria-hidden>
              {t.creators.show}
            </Txt>
          )}
          <Choice
            label={t.creators.limit}
            value={choices.limit}
            onChange={(limit) => onChoose({ ...choices, limit })}
            options={LIMITS.map((value) => ({ value, title: value }))}
          />
          {!isTable && <SortControl sorting={choices.sorting} onChange={(sorting) => onChoose({ ...choices, sorting })} />}
        </View>
      </View>
      {id !== '' && <ById id={id} hrefOf={hrefOf} />}
    </View>
  );
}

/** Leads to whoever has exactly this id, listed or not. */
function ById({ id, hrefOf }: { readonly id: string; readonly hrefOf: Props['hrefOf'] }) {
  const { t } = useTexts();
  if (!isCreatorId(id)) return <Txt color="quiet">{t.creators.notAnId}</Txt>;
  return <TextLink href={hrefOf(id) as Href}>{t.creators.open(id)}</TextLink>;
}

const FIELD_WIDTH = 400;
const ROW: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: SPACE.m };
