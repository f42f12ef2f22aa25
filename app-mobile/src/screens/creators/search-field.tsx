import { TextInput, View } from 'react-native';
import { Icon } from '../../design/icons.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE, TARGET, TYPE } from '../../design/tokens.ts';

interface Props {
  /** What is searched for. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
}

/** Text to search by, as long as an id is. */
export function SearchField({ label, value, onChange, onSubmit }: Props) {
  const palette = usePalette();
  return (
    <View style={{ justifyContent: 'center' }}>
      <TextInput
        aria-label={label}
        placeholder={label}
        placeholderTextColor={palette.quiet}
        value={value}
        onChangeText={onChange}
        onSubmitEditing={onSubmit}
        submitBehavior="submit"
        inputMode="search"
        enterKeyHint="go"
        autoCapitalize="none"
        autoCorrect={false}
        style={{
          minHeight: TARGET,
          borderWidth: 1,
          borderColor: palette.quiet,
          borderRadius: RADIUS.m,
          backgroundColor: palette.surface,
          color: palette.ink,
          // Smaller text makes a phone's browser zoom into the field.
          fontSize: TYPE.title.fontSize,
          paddingLeft: SPACE.l + SPACE.xl,
          paddingRight: SPACE.m,
        }}
      />
      <View pointerEvents="none" style={{ position: 'absolute', left: SPACE.m }}>
        <Icon name="search" size={18} color="quiet" />
      </View>
    </View>
  );
}
