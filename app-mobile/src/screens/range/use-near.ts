import { type RefObject, useEffect, useRef, useState } from 'react';
import { Platform, type View } from 'react-native';

/** How far below the window something may be to count as near: a flick's length. */
const MARGIN = '600px';
/** A phone draws what comes after the first screen one by one, so that the first touch is answered at once. */
const STEP_MS = 60;
const AT_ONCE = 2;

/**
 * Whether something on a long screen has come near the window; once it has, it stays so. Where nothing tells that, it comes near after
 * what stands above it.
 * @param order how many stand above it
 */
export function useIsNear(order: number): { readonly ref: RefObject<View | null>; readonly isNear: boolean } {
  const ref = useRef<View>(null);
  const [isNear, setIsNear] = useState(Platform.OS !== 'web' && order < AT_ONCE);
  useEffect(() => {
    if (isNear) return;
    if (Platform.OS !== 'web') {
      const timer = setTimeout(() => setIsNear(true), order * STEP_MS);
      return () => clearTimeout(timer);
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: MARGIN },
    );
    // On the web a view is its element.
    if (ref.current !== null) observer.observe(ref.current as unknown as Element);
    return () => observer.disconnect();
  }, [isNear, order]);
  return { ref, isNear };
}
