import type { ReactNode } from 'react';
import { Text, type TextProps, type TextStyle } from 'react-native';
import { usePalette } from './theme.tsx';
import { type Palette, TYPE, type TypeName } from './tokens.ts';

interface Props extends Omit<TextProps, 'style'> {
  readonly type?: TypeName;
  readonly color?: keyof Omit<Palette, 'series'>;
  readonly align?: TextStyle['textAlign'];
  readonly style?: TextStyle | undefined;
  readonly children?: ReactNode;
}

/** Text in one of the sizes and colours there are. */
export function Txt({ type = 'body', color = 'ink', align, style, ...rest }: Props) {
  const palette = usePalette();
  return <Text {...rest} style={[TYPE[type], { color: palette[color] }, align && { textAlign: align }, style]} />;
}

/** A heading; screen readers jump between them by level. */
export function Heading({ level, ...rest }: Props & { readonly level: 1 | 2 | 3 }) {
  return <Txt type={level === 1 ? 'heading' : 'title'} {...rest} role="heading" {...{ 'aria-level': level }} />;
}
