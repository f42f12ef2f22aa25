import { type Href, Link, usePathname } from 'expo-router';
import { type ReactNode, useState } from 'react';
import { RefreshControl, ScrollView, useWindowDimensions, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { SettingsSheet } from '../screens/settings/settings-sheet.tsx';
import { useTexts } from '../texts/provider.tsx';
import { IconButton } from './controls.tsx';
import { Txt } from './text.tsx';
import { usePalette } from './theme.tsx';
import { BREAKPOINT, MAX_WIDTH, SPACE, TARGET } from './tokens.ts';

interface Props {
  readonly children: ReactNode;
  /** Stays in sight above what scrolls. */
  readonly bar?: ReactNode;
  /** Pulling down on a phone asks for everything anew. */
  readonly onRefresh?: () => void;
  readonly isRefreshing?: boolean;
}

/** A screen under the app's navigation, with one column of content that scrolls. */
export function Screen({ children, bar, onRefresh, isRefreshing = false }: Props) {
  const palette = usePalette();
  const insets = useSafeAreaInsets();
  const inner = useInnerStyle();
  return (
    <View style={{ flex: 1, backgroundColor: palette.ground, paddingTop: insets.top }}>
      <View role="banner" style={{ backgroundColor: palette.surface, borderBottomWidth: 1, borderColor: palette.line }}>
        <Navigation />
        {bar !== undefined && <View style={{ ...inner, paddingVertical: SPACE.s }}>{bar}</View>}
      </View>
      <ScrollView
        role="main"
        style={{ flex: 1 }}
        contentContainerStyle={{ ...inner, paddingTop: SPACE.l, paddingBottom: insets.bottom + SPACE.xxl, gap: SPACE.xl }}
        refreshControl={onRefresh && <RefreshControl refreshing={isRefreshing} onRefresh={onRefresh} />}
      >
        {children}
      </ScrollView>
    </View>
  );
}

/** The width that content takes, the same in every part of a screen. */
function useInnerStyle(): ViewStyle {
  const { width } = useWindowDimensions();
  return { width: '100%', maxWidth: MAX_WIDTH, alignSelf: 'center', paddingHorizontal: width >= BREAKPOINT.medium ? SPACE.xl : SPACE.m };
}

function Navigation() {
  const { t } = useTexts();
  const inner = useInnerStyle();
  const [isOpen, setIsOpen] = useState(false);
  const tabs = [
    { href: '/admin/kpi-dashboard', title: t.screens.day },
    { href: '/admin/kpi-range', title: t.screens.range },
    { href: '/admin/kpi-creators', title: t.screens.creators },
  ] as const satisfies readonly { href: Href; title: string }[];
  return (
    <View style={{ ...inner, flexDirection: 'row', alignItems: 'center', justifyContent: 'space-between' }}>
      <View role="navigation" aria-label={t.mainNavigation} style={{ flexDirection: 'row', gap: SPACE.s, marginLeft: -SPACE.s }}>
        {tabs.map((tab) => (
          <Tab key={tab.href} {...tab} />
        ))}
      </View>
      <IconButton icon="settings" label={t.settings} onPress={() => setIsOpen(true)} />
      <SettingsSheet isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </View>
  );
}

function Tab({ href, title }: { readonly href: string; readonly title: string }) {
  const palette = usePalette();
  const path = usePathname();
  const isHere = path === href || (href === '/admin/kpi-creators' && path.startsWith('/admin/kpi-creator/'));
  return (
    <Link
      href={href as Href}
      {...(isHere ? { 'aria-current': 'page' } : {})}
      style={{
        minHeight: TARGET,
        marginHorizontal: SPACE.s,
        paddingTop: 11,
        borderBottomWidth: 2,
        borderColor: isHere ? palette.accent : 'transparent',
      }}
    >
      <Txt type="strong" color={isHere ? 'ink' : 'quiet'}>
        {title}
      </Txt>
    </Link>
  );
}
