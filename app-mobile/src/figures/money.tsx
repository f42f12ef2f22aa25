import { View } from 'react-native';
import { Txt } from '../design/text.tsx';
import type { Palette, TypeName } from '../design/tokens.ts';
import { SPACE } from '../design/tokens.ts';
import { currencyParts } from './currency-parts.ts';

type Color = keyof Omit<Palette, 'series'>;

interface Props {
  /** A number as it is written, with its currency where it has one. */
  readonly text: string;
  readonly type?: TypeName;
  readonly ink?: Color;
  readonly quiet?: Color;
}

/** A large number. Its currency stands back, on the side where the language puts it. */
export function Money({ text, type = 'hero', ink = 'onHero', quiet = 'heroQuiet' }: Props) {
  const { before, number, after } = currencyParts(text);
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'baseline', columnGap: SPACE.s }}>
      {before !== '' && <Beside color={quiet}>{before}</Beside>}
      <Txt type={type} color={ink}>
        {number}
      </Txt>
      {after !== '' && <Beside color={quiet}>{after}</Beside>}
    </View>
  );
}

function Beside({ color, children }: { readonly color: Color; readonly children: string }) {
  return (
    <Txt type="heading" color={color}>
      {children}
    </Txt>
  );
}
