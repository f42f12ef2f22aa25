import AsyncStorage from '@react-native-async-storage/async-storage';
import type { Account } from './backend.ts';

const STORAGE_KEY = 'kpi.account';

/**
 * Who was signed in last at a backend: where nothing answers, the figures kept on the device are theirs to see.
 * @returns undefined when nobody was, when it was somewhere else, or when the device does not say
 */
export async function rememberedAccount(backendId: string): Promise<Account | undefined> {
  try {
    const { backend, id, name } = JSON.parse((await AsyncStorage.getItem(STORAGE_KEY)) ?? '{}') as Record<string, unknown>;
    return backend === backendId && typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
  } catch {
    return undefined;
  }
}

export async function rememberAccount(backendId: string, { id, name }: Account): Promise<void> {
  await AsyncStorage.setItem(STORAGE_KEY, JSON.stringify({ backend: backendId, id, name }));
}

export async function forgetAccount(): Promise<void> {
  await AsyncStorage.removeItem(STORAGE_KEY);
}
