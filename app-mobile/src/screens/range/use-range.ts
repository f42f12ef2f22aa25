import { useLocalSearchParams, useRouter } from 'expo-router';
import { useToday } from '../../calendar/clock.tsx';
import { addressOf, type ChosenRange, rangeFromAddress } from '../../calendar/ranges.ts';

/** The range that the address of a screen names, and how to go to another one. */
export function useRange(): { readonly chosen: ChosenRange; choose(range: Pick<ChosenRange, 'preset' | 'from' | 'to'>): void } {
  const params = useLocalSearchParams();
  const router = useRouter();
  const chosen = rangeFromAddress(params, useToday());
  return { chosen, choose: (range) => router.setParams(addressOf(range)) };
}
