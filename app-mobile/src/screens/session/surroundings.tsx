import { StatusBar } from 'expo-status-bar';
import type { ReactNode } from 'react';
import { SafeAreaProvider } from 'react-native-safe-area-context';
import { ThemeProvider, useTheme } from '../../design/theme.tsx';
import { TextsProvider } from '../../texts/provider.tsx';

/** What every screen stands in: the device's safe area, the colours, the language. */
export function Surroundings({ children }: { readonly children: ReactNode }) {
  return (
    <SafeAreaProvider>
      <ThemeProvider>
        <TextsProvider>
          <ThemedStatusBar />
          {children}
        </TextsProvider>
      </ThemeProvider>
    </SafeAreaProvider>
  );
}

/** Its signs stand on the app's own ground, which need not be the system's. */
function ThemedStatusBar() {
  return <StatusBar style={useTheme().isDark ? 'light' : 'dark'} />;
}
