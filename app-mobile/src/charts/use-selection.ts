import { useState } from 'react';
import type { AccessibilityActionEvent, GestureResponderEvent, ViewProps } from 'react-native';
import { Platform } from 'react-native';
import { selectionAfter } from './keys.ts';
import { type Slots, slotAt } from './slots.ts';

/** The parts of a browser's events that are used here; react-native-web hands them on as they are. */
interface WebPointer {
  readonly nativeEvent: { readonly offsetX: number; readonly pointerType: string };
}
interface WebKey {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  preventDefault(): void;
}

interface Selection {
  /** The slot whose figures are told, if any. */
  readonly selected: number | undefined;
  /** For the view that lies over the plot and is as wide as it is. */
  readonly handlers: ViewProps;
}

/**
 * Lets one slot of a chart be chosen: by a pointer over it, by touching and dragging, by keys, and by a screen reader's swipes.
 * @param initial the slot that keys start from
 */
export function useSelection(slots: Slots, initial: number): Selection {
  const [index, setIndex] = useState<number>();
  const selected = index === undefined || index >= slots.count ? undefined : index;
  const move = (key: string) => setIndex(selectionAfter(key, selected ?? initial, slots.count));
  const handlers = Platform.OS === 'web' ? webHandlers() : nativeHandlers();
  return { selected, handlers: { ...handlers, onFocus: () => setIndex(selected ?? initial), onBlur: () => setIndex(undefined) } };

  function webHandlers(): object {
    const point = ({ nativeEvent }: WebPointer) => setIndex(slotAt(slots, nativeEvent.offsetX));
    return {
      onPointerDown: point,
      onPointerMove: point,
      // A finger that is lifted leaves its day on show; a mouse that moves on does not.
      onPointerLeave: ({ nativeEvent }: WebPointer) => nativeEvent.pointerType === 'mouse' && setIndex(undefined),
      onKeyDown(event: WebKey) {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'Escape' && selected !== undefined) setIndex(undefined);
        else if (selectionAfter(event.key, initial, slots.count) !== undefined) move(event.key);
        else return;
        event.preventDefault();
      },
    };
  }

  function nativeHandlers(): ViewProps {
    const touch = ({ nativeEvent }: GestureResponderEvent) => setIndex(slotAt(slots, nativeEvent.locationX));
    return {
      onStartShouldSetResponder: () => true,
      onResponderGrant: touch,
      onResponderMove: touch,
      // The list around the chart may take over and scroll.
      onResponderTerminationRequest: () => true,
      accessibilityActions: [{ name: 'increment' }, { name: 'decrement' }],
      onAccessibilityAction: ({ nativeEvent }: AccessibilityActionEvent) =>
        move(nativeEvent.actionName === 'increment' ? 'ArrowRight' : 'ArrowLeft'),
    };
  }
}
