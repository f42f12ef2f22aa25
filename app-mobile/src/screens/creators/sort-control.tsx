import { useState } from 'react';
import { View } from 'react-native';
import { Button, Choice } from '../../design/controls.tsx';
import { Sheet } from '../../design/sheet.tsx';
import { Txt } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { COLUMNS, type Sorting, sortedBy } from './creator-list.ts';

interface Props {
  readonly sorting: Sorting;
  readonly onChange: (sorting: Sorting) => void;
}

const ORDERS = ['descending', 'ascending'] as const;

/** Chooses the order where there is no room for the heads of columns. */
export function SortControl({ sorting, onChange }: Props) {
  const { t } = useTexts();
  const texts = t.creators;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        icon={sorting.isDescending ? 'down' : 'up'}
        title={texts.columns[sorting.column]}
        label={texts.sort.by(texts.columns[sorting.column])}
        onPress={() => setIsOpen(true)}
      />
      <Sheet title={texts.sort.title} isOpen={isOpen} onClose={() => setIsOpen(false)}>
        <View style={{ gap: SPACE.xs }}>
          <Txt type="label">{texts.sort.column}</Txt>
          <Choice
            label={texts.sort.column}
            value={sorting.column}
            onChange={(column) => {
              if (column !== sorting.column) onChange(sortedBy(column, sorting));
            }}
            options={COLUMNS.map((value) => ({ value, title: texts.columns[value] }))}
          />
        </View>
        <View style={{ gap: SPACE.xs }}>
          <Txt type="label">{texts.sort.order}</Txt>
          <Choice
            label={texts.sort.order}
            value={ORDERS[sorting.isDescending ? 0 : 1]}
            onChange={(order) => onChange({ ...sorting, isDescending: order === 'descending' })}
            options={ORDERS.map((value) => ({ value, title: texts.sort[value] }))}
          />
        </View>
      </Sheet>
    </>
  );
}
