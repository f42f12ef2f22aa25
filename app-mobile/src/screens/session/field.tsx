import { type RefObject, useState } from 'react';
import { Platform, TextInput, type TextInputProps, View } from 'react-native';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE, TARGET, TYPE } from '../../design/tokens.ts';

interface Props
  extends Pick<
    TextInputProps,
    'autoComplete' | 'keyboardType' | 'autoCapitalize' | 'secureTextEntry' | 'onSubmitEditing' | 'textContentType'
  > {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly input: RefObject<TextInput | null>;
  /** The id of the text that says what is wrong with it. */
  readonly wrongBecause?: string | undefined;
}

/** A line of text under its name. */
export function Field({ label, hint, value, onChange, input, wrongBecause, ...rest }: Props) {
  const palette = usePalette();
  const [hasFocus, setHasFocus] = useState(false);
  const isWrong = wrongBecause !== undefined;
  return (
    <View style={{ gap: SPACE.xs }}>
      {/* The field has the same name itself. */}
      <Txt type="label" aria-hidden>
        {label}
      </Txt>
      <TextInput
        ref={input}
        aria-label={label}
        {...wrong(wrongBecause)}
        value={value}
        onChangeText={onChange}
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
        placeholder={hint}
        placeholderTextColor={palette.quiet}
        autoCorrect={false}
        submitBehavior="submit"
        {...rest}
        style={{
          // Smaller text makes a phone’s browser zoom into the field.
          fontSize: TYPE.title.fontSize,
          minHeight: TARGET,
          paddingHorizontal: SPACE.m,
          borderWidth: 1,
          borderRadius: RADIUS.m,
          borderColor: isWrong ? palette.bad : hasFocus ? palette.accent : palette.quiet,
          backgroundColor: palette.surface,
          color: palette.ink,
        }}
      />
    </View>
  );
}

/** What browsers tell a screen reader of a field that is filled in wrong; React Native has no such properties. */
function wrong(because: string | undefined): object {
  if (because === undefined || Platform.OS !== 'web') return {};
  return { 'aria-invalid': true, 'aria-describedby': because };
}
