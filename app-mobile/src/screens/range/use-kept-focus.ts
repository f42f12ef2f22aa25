import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { Platform, type View } from 'react-native';

interface KeptFocus {
  /** What takes the focus; it has to be able to (`tabIndex`). */
  readonly home: RefObject<View | null>;
  /** Told of a part that is about to leave the screen. */
  readonly onLeave: (part: View | null) => void;
}

/** Keeps the focus near where it was when the part that has it leaves the screen: a browser would take it to the top of the page. */
export function useKeptFocus(): KeptFocus {
  const home = useRef<View>(null);
  const isHomeless = useRef(false);
  const onLeave = useCallback((part: View | null) => {
    if (Platform.OS === 'web' && elementOf(part)?.contains(document.activeElement)) isHomeless.current = true;
  }, []);
  useLayoutEffect(() => {
    if (!isHomeless.current) return;
    isHomeless.current = false;
    elementOf(home.current)?.focus();
  });
  return { home, onLeave };
}

/** Tells of a part when it leaves, while it still has its focus. @returns the part's ref */
export function useLeaving(onLeave: KeptFocus['onLeave']): RefObject<View | null> {
  const part = useRef<View>(null);
  useLayoutEffect(() => () => onLeave(part.current), [onLeave]);
  return part;
}

/** On the web a view is its element. */
function elementOf(view: View | null): HTMLElement | null {
  return view as unknown as HTMLElement | null;
}
