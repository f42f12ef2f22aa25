import { type Href, Link } from 'expo-router';
import type { ReactNode } from 'react';
import { Pressable, type PressableStateCallbackType, type TextStyle, View, type ViewStyle } from 'react-native';
import { CHOICE_KEYS } from './choice-keys.ts';
import { Icon, type IconName } from './icons.tsx';
import { Txt } from './text.tsx';
import { usePalette } from './theme.tsx';
import { type Palette, RADIUS, SPACE, TARGET, TYPE } from './tokens.ts';

/** react-native-web also tells whether the pointer is over a control. */
export type PressState = PressableStateCallbackType & { readonly hovered?: boolean };

const LOOKS = {
  /** The one thing to do here. */
  primary: { ground: 'accent', text: 'onAccent' },
  /** Anything else. */
  plain: { ground: 'raised', text: 'ink' },
} as const satisfies Record<string, { ground: keyof Palette; text: keyof Omit<Palette, 'series'> }>;

interface ButtonProps {
  readonly title: string;
  readonly onPress: () => void;
  readonly look?: keyof typeof LOOKS;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** What a screen reader says when the title alone is not enough. */
  readonly label?: string;
}

export function Button({ title, onPress, look = 'plain', icon, disabled = false, label }: ButtonProps) {
  const palette = usePalette();
  const { ground, text } = LOOKS[look];
  return (
    <Pressable
      role="button"
      aria-label={label}
      aria-disabled={disabled}
      disabled={disabled}
      onPress={onPress}
      style={({ pressed, hovered }: PressState) => ({
        ...BUTTON,
        backgroundColor: palette[ground],
        opacity: opacityOf(disabled, pressed, hovered),
      })}
    >
      {icon !== undefined && <Icon name={icon} size={18} color={text} />}
      <Txt type="strong" color={text}>
        {title}
      </Txt>
    </Pressable>
  );
}

const BUTTON: ViewStyle = {
  minHeight: TARGET,
  paddingHorizontal: SPACE.l,
  borderRadius: RADIUS.m,
  flexDirection: 'row',
  alignItems: 'center',
  justifyContent: 'center',
  gap: SPACE.s,
};

function opacityOf(disabled: boolean, pressed: boolean, hovered = false): number {
  if (disabled) return 0.5;
  if (pressed) return 0.7;
  return hovered ? 0.88 : 1;
}

interface IconButtonProps {
  readonly icon: IconName;
  /** What it does, in words. */
  readonly label: string;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly color?: keyof Omit<Palette, 'series'>;
}

export function IconButton({ icon, label, onPress, disabled = false, color = 'ink' }: IconButtonProps) {
  const palette = usePalette();
  return (
    <Pressable
      role="button"
      aria-label={label}
      aria-disabled={disabled}
      disabled={disabled}
      onPress={onPress}
      style={({ pressed, hovered }: PressState) => ({
        ...ICON_BUTTON,
        backgroundColor: hovered && !disabled ? palette.raised : 'transparent',
        opacity: opacityOf(disabled, pressed),
      })}
    >
      <Icon name={icon} color={color} />
    </Pressable>
  );
}

const ICON_BUTTON: ViewStyle = {
  width: TARGET,
  height: TARGET,
  borderRadius: RADIUS.m,
  alignItems: 'center',
  justifyContent: 'center',
};

interface Option<T extends string> {
  readonly value: T;
  readonly title: string;
  /** What a screen reader says when the title is shortened. */
  readonly label?: string;
}

interface ChoiceProps<T extends string> {
  /** What is chosen here. */
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ label, options, value, onChange }: ChoiceProps<T>) {
  return (
    <View role="radiogroup" aria-label={label} style={{ flexDirection: 'row', flexWrap: 'wrap', columnGap: SPACE.xs }} {...CHOICE_KEYS}>
      {options.map((option) => (
        <Radio key={option.value} option={option} isChosen={option.value === value} onPress={() => onChange(option.value)} />
      ))}
    </View>
  );
}

interface RadioProps {
  readonly option: Option<string>;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

/** What is touched is as high as any button; what is seen of it is flatter, so that choices stand back behind figures. */
function Radio({ option: { title, label }, isChosen, onPress }: RadioProps) {
  const palette = usePalette();
  return (
    <Pressable role="radio" aria-checked={isChosen} aria-label={label} onPress={onPress} style={RADIO}>
      {({ pressed, hovered }: PressState) => (
        <View
          style={{
            ...PILL,
            borderColor: isChosen ? palette.accent : palette.line,
            backgroundColor: isChosen ? palette.accent : pressed || hovered ? palette.raised : palette.surface,
          }}
        >
          <Txt type="label" color={isChosen ? 'onAccent' : 'ink'}>
            {title}
          </Txt>
        </View>
      )}
    </Pressable>
  );
}

const RADIO: ViewStyle = { minHeight: TARGET, minWidth: TARGET, justifyContent: 'center', borderRadius: RADIUS.m };
const PILL: ViewStyle = {
  minHeight: 36,
  paddingHorizontal: SPACE.m,
  borderWidth: 1,
  borderRadius: RADIUS.m,
  alignItems: 'center',
  justifyContent: 'center',
};

/** Leads to another screen, and is a real link in a browser. */
export function TextLink({ href, children, label }: { readonly href: Href; readonly children: ReactNode; readonly label?: string }) {
  const palette = usePalette();
  return (
    <Link href={href} aria-label={label} style={{ ...TYPE.strong, ...LINK, color: palette.accent }}>
      {children}
    </Link>
  );
}

/** As high as what is touched has to be, without taking the room. */
const LINK: TextStyle = { alignSelf: 'flex-start', paddingVertical: 11, marginVertical: -11 };
