import { useId } from 'react';
import { Defs, Line, Pattern } from 'react-native-svg';

/** Between two strokes, in points. */
const DISTANCE = 5;

/** A name for a hatching that no other chart on the page has. */
export function useHatchId(): string {
  return `hatch${useId().replaceAll(/\W/g, '')}`;
}

/** How a shape is filled with the hatching of that name. */
export function hatchFill(id: string): string {
  return `url(#${id})`;
}

/** Slanted strokes, for what is not complete or not there. */
export function Hatch({ id, color }: { readonly id: string; readonly color: string }) {
  return (
    <Defs>
      <Pattern id={id} patternUnits="userSpaceOnUse" width={DISTANCE} height={DISTANCE} patternTransform="rotate(45)">
        <Line x1={DISTANCE / 2} y1={0} x2={DISTANCE / 2} y2={DISTANCE} stroke={color} strokeWidth={1.5} />
      </Pattern>
    </Defs>
  );
}
