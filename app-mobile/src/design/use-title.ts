import { useIsFocused } from 'expo-router';
import { useEffect } from 'react';
import { Platform } from 'react-native';
import { useTexts } from '../texts/provider.tsx';

/** Names the screen in a browser's tab and history; on a phone there is nothing to name. */
export function useTitle(title: string): void {
  const { t } = useTexts();
  const isFocused = useIsFocused();
  useEffect(() => {
    if (Platform.OS === 'web' && isFocused) document.title = `${title} · ${t.appName}`;
  }, [title, t, isFocused]);
}
