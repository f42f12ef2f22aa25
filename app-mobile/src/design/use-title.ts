import { useEffect } from 'react';
import { Platform } from 'react-native';
import { useTexts } from '../texts/provider.tsx';

/** Names the screen in a browser's tab and history; on a phone there is nothing to name. One screen is mounted at a time. */
export function useTitle(title: string): void {
  const { t } = useTexts();
  const named = `${title} · ${t.appName}`;
  useEffect(() => {
    if (Platform.OS === 'web') document.title = named;
  }, [named]);
}
