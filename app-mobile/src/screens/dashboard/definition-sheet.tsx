import type { ReactNode } from 'react';
import { View } from 'react-native';
import { Sheet } from '../../design/sheet.tsx';
import { Heading } from '../../design/text.tsx';
import { SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Definition } from './definition.tsx';

interface Props {
  /** The catalogue's name of a figure of a day. */
  readonly name: string;
  /** What the screen calls it. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** More to say of the figure where it stands: before its definition. */
  readonly before?: ReactNode;
  /** And after it. */
  readonly after?: ReactNode;
}

/** What a figure means, over the screen. */
export function DefinitionSheet({ name, title, isOpen, onClose, before, after }: Props) {
  const { t } = useTexts();
  return (
    <Sheet title={title} isOpen={isOpen} onClose={onClose}>
      {before}
      <SheetPart title={t.dashboard.definition.title}>
        <Definition name={name} />
      </SheetPart>
      {after}
    </Sheet>
  );
}

export function SheetPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <View style={{ gap: SPACE.xs }}>
      <Heading level={3} type="label" color="quiet">
        {title}
      </Heading>
      {children}
    </View>
  );
}
