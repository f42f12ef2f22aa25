import AsyncStorage from '@react-native-async-storage/async-storage';
import { createAsyncStoragePersister } from '@tanstack/query-async-storage-persister';
import { type PersistQueryClientOptions, removeOldestQuery } from '@tanstack/react-query-persist-client';
import { AHEAD } from './ahead.ts';
import { readKept, textOfKept } from './kept-text.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Figures that nobody has looked at for so long are not kept on the device. */
export const KEPT_MS = 7 * DAY_MS;
const STORAGE_KEY = 'kpi.figures';
/**
 * The shapes of what the API answers, as a hash of them: an app must not meet answers of other shapes, which an earlier one has kept.
 * A test says what it has to be.
 */
export const SHAPES = '2e3f64283399';

/** Grows whenever the figures are forgotten: what was to be written for an account of before must not come back. */
let generation = 0;

type KeptOptions = Omit<PersistQueryClientOptions, 'queryClient'>;

/**
 * The last figures stay on the device, so that they can be read where nothing answers.
 * @param owner whose they are and from where; figures of anybody else, or in other shapes, are thrown away when they are met
 */
export function keepFigures(owner: string): KeptOptions {
  const own = generation;
  const storage = {
    getItem: (key: string) => AsyncStorage.getItem(key),
    removeItem: (key: string) => AsyncStorage.removeItem(key),
    async setItem(key: string, value: string): Promise<void> {
      if (own === generation) await AsyncStorage.setItem(key, value);
    },
  };
  return {
    persister: createAsyncStoragePersister({
      storage,
      key: STORAGE_KEY,
      serialize: textOfKept,
      deserialize: readKept,
      // Browsers give a site five megabytes or so.
      retry: removeOldestQuery,
    }),
    maxAge: KEPT_MS,
    buster: `${SHAPES} ${owner}`,
    // Figures that could not be had anew are still the last ones. Those that nobody has looked at yet would fill the device.
    dehydrateOptions: { shouldDehydrateQuery: ({ state, meta }) => state.data !== undefined && meta !== AHEAD },
  };
}

/** Leaves nothing of the figures on the device. */
export async function forgetFigures(): Promise<void> {
  generation += 1;
  await AsyncStorage.removeItem(STORAGE_KEY);
}
