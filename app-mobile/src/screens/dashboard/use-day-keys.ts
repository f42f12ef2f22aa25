import { useEffect } from 'react';
import { Platform } from 'react-native';

interface Keys {
  readonly onPrevious: () => void;
  readonly onNext: () => void;
}

/** What uses the arrow keys itself. */
const ARROW_USERS = 'input, textarea, select, [contenteditable], [role="radiogroup"], [role="slider"], [role="dialog"], [role="grid"]';

/** In a browser the left and right arrow keys move between days. */
export function useDayKeys({ onPrevious, onNext }: Keys): void {
  useEffect(() => {
    if (Platform.OS !== 'web') return;
    function onKeyDown(event: KeyboardEvent): void {
      if (!isFree(event)) return;
      if (event.key === 'ArrowLeft') onPrevious();
      else if (event.key === 'ArrowRight') onNext();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [onPrevious, onNext]);
}

function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (document.querySelector('[aria-modal="true"]') !== null) return false;
  return !(event.target instanceof Element && event.target.closest(ARROW_USERS) !== null);
}
