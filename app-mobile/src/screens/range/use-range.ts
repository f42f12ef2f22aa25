import { useLocalSearchParams, useRouter } from 'expo-router';
import { Platform } from 'react-native';
import { useToday } from '../../calendar/clock.tsx';
import { addressOf, type ChosenRange, rangeFromAddress } from '../../calendar/ranges.ts';

/**
 * Keeps the range before as an entry of the browser's history, so that going back leads to it. The router changes the parameters of the
 * current entry; here it gets a new one to change, which it does not know, so that it goes by addresses from then on as after a reload.
 * An entry that it makes itself would be another screen, without the focus and the place of this one.
 */
function keepEntry(): void {
  if (Platform.OS === 'web') window.history.pushState(null, '', window.location.href);
}

/** The range that the address of a screen names, and how to go to another one. */
export function useRange(): { readonly chosen: ChosenRange; choose(range: Pick<ChosenRange, 'preset' | 'from' | 'to'>): void } {
  const params = useLocalSearchParams();
  const router = useRouter();
  const chosen = rangeFromAddress(params, useToday());
  function choose(range: Pick<ChosenRange, 'preset' | 'from' | 'to'>): void {
    const isChosen = range.preset === chosen.preset && range.from === chosen.from && range.to === chosen.to;
    if (isChosen && chosen.problem === undefined) return;
    keepEntry();
    router.setParams(addressOf(range));
  }
  return { chosen, choose };
}
