import { useWindowDimensions } from 'react-native';
import { BREAKPOINT } from '../../design/tokens.ts';

/** Whether there is room for the creators' figures in columns. */
export function useIsTable(): boolean {
  return useWindowDimensions().width >= BREAKPOINT.wide;
}
