import { type ReactNode, useEffect, useState } from 'react';
import { AccessibilityInfo, Animated, Platform, View, type ViewStyle } from 'react-native';
import { Icon, type IconName } from './icons.tsx';
import { Txt } from './text.tsx';
import { usePalette } from './theme.tsx';
import { type Palette, RADIUS, SPACE } from './tokens.ts';

export function Card({ children, style }: { readonly children: ReactNode; readonly style?: ViewStyle }) {
  const palette = usePalette();
  return (
    <View
      style={{
        backgroundColor: palette.surface,
        borderColor: palette.line,
        borderWidth: 1,
        borderRadius: RADIUS.l,
        padding: SPACE.l,
        ...style,
      }}
    >
      {children}
    </View>
  );
}

const TONES = {
  plain: { ground: 'raised', text: 'ink', icon: 'info' },
  warn: { ground: 'warnSurface', text: 'warn', icon: 'alert' },
  bad: { ground: 'badSurface', text: 'bad', icon: 'alert' },
} as const satisfies Record<string, { ground: keyof Palette; text: keyof Omit<Palette, 'series'>; icon: IconName }>;

interface NoticeProps {
  readonly tone?: keyof typeof TONES;
  readonly title: string;
  readonly text?: string | undefined;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** Something to know, in words, a sign and a colour; told at once by a screen reader. */
export function Notice({ tone = 'plain', title, text, children }: NoticeProps) {
  const palette = usePalette();
  const look = TONES[tone];
  return (
    <View
      role={tone === 'bad' ? 'alert' : 'status'}
      style={{ backgroundColor: palette[look.ground], borderRadius: RADIUS.m, padding: SPACE.m, gap: SPACE.s, flexDirection: 'row' }}
    >
      <Icon name={look.icon} color={look.text} />
      <View style={{ flex: 1, gap: SPACE.s, alignItems: 'flex-start' }}>
        <View>
          <Txt type="strong" color={look.text}>
            {title}
          </Txt>
          {text !== undefined && <Txt>{text}</Txt>}
        </View>
        {children}
      </View>
    </View>
  );
}

/** A word or two beside a figure or a title. */
export function Badge({ title, tone = 'plain' }: { readonly title: string; readonly tone?: keyof typeof TONES }) {
  const palette = usePalette();
  const look = TONES[tone];
  return (
    <View
      style={{
        backgroundColor: palette[look.ground],
        borderRadius: RADIUS.s,
        paddingHorizontal: SPACE.s,
        paddingVertical: 2,
        alignSelf: 'flex-start',
      }}
    >
      <Txt type="caption" color={look.text}>
        {title}
      </Txt>
    </View>
  );
}

/** The shape of something that is on its way. It pulses, unless the system asks for less motion. */
export function Skeleton({ width, height }: { readonly width: ViewStyle['width']; readonly height: number }) {
  const palette = usePalette();
  const [opacity] = useState(() => new Animated.Value(1));
  useEffect(() => {
    const steps = [0.45, 1].map((toValue) => Animated.timing(opacity, { toValue, duration: 700, useNativeDriver: Platform.OS !== 'web' }));
    const pulse = Animated.loop(Animated.sequence(steps));
    void AccessibilityInfo.isReduceMotionEnabled().then(
      (isReduced) => {
        if (!isReduced) pulse.start();
      },
      () => undefined,
    );
    return () => pulse.stop();
  }, [opacity]);
  return <Animated.View aria-hidden style={{ width, height, borderRadius: RADIUS.s, backgroundColor: palette.raised, opacity }} />;
}
