import AsyncStorage from '@react-native-async-storage/async-storage';
import { useCallback, useEffect, useState } from 'react';
import { Platform } from 'react-native';

const PREFIX = 'kpi.preference.';

/**
 * A choice that this device remembers. What cannot be read or stored is as good as not chosen: a private window forgets it when it
 * closes.
 */
export function usePreference<T extends string>(name: string, values: readonly T[], initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => values.find((candidate) => candidate === storedAtOnce(name)) ?? initial);
  useEffect(() => {
    let isCurrent = true;
    void AsyncStorage.getItem(PREFIX + name).then(
      (stored) => {
        const known = values.find((candidate) => candidate === stored);
        if (isCurrent && known !== undefined) setValue(known);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [name, values]);
  const choose = useCallback(
    (next: T) => {
      setValue(next);
      void AsyncStorage.setItem(PREFIX + name, next).catch(() => undefined);
    },
    [name],
  );
  return [value, choose];
}

/** In a browser the choice is there before the first frame, so that nothing flashes. */
function storedAtOnce(name: string): string | null {
  if (Platform.OS !== 'web') return null;
  try {
    return globalThis.localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}
