import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { Platform, useColorScheme } from 'react-native';
import { usePreference } from './preference.ts';
import { DARK, LIGHT, type Palette } from './tokens.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
type ThemeName = (typeof THEMES)[number];

interface Theme {
  readonly palette: Palette;
  readonly isDark: boolean;
  readonly chosen: ThemeName;
  choose(name: ThemeName): void;
}

const ThemeContext = createContext<Theme | undefined>(undefined);

/** Light or dark as the system says, unless somebody has chosen one of them on this device. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const system = useColorScheme();
  const [chosen, choose] = usePreference('theme', THEMES, 'system');
  const isDark = chosen === 'system' ? system === 'dark' : chosen === 'dark';
  const theme = useMemo(() => ({ palette: isDark ? DARK : LIGHT, isDark, chosen, choose }), [isDark, chosen, choose]);
  useEffect(() => {
    if (Platform.OS !== 'web') return;
    // What the page shows beyond the app: scroll bars, form controls, the ground behind a bounce.
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    document.body.style.backgroundColor = theme.palette.ground;
  }, [isDark, theme]);
  return <ThemeContext value={theme}>{children}</ThemeContext>;
}

export function useTheme(): Theme {
  const theme = useContext(ThemeContext);
  if (theme === undefined) throw new Error('There is no ThemeProvider above this component.');
  return theme;
}

export function usePalette(): Palette {
  return useTheme().palette;
}
