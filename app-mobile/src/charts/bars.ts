/** A bar in points from a plot's top left corner. */
export interface Bar {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Bars as one shape, as SVG path data; the upper corners rounded by a radius where the bar is high enough. */
export function barsPath(bars: readonly Bar[], radius = 0): string {
  return bars
    .filter(({ height }) => height > 0)
    .map((bar) => barPath(bar, Math.min(radius, bar.height, bar.width / 2)))
    .join('');
}

function barPath({ left, top, width, height }: Bar, radius: number): string {
  const start = `M${rounded(left)} ${rounded(top + height)}V${rounded(top + radius)}`;
  const end = `V${rounded(top + height)}Z`;
  if (radius === 0) return `${start}H${rounded(left + width)}${end}`;
  const corner = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  return `${start}${corner(radius, -radius)}H${rounded(left + width - radius)}${corner(radius, radius)}${end}`;
}

/** A hundredth of a point is less than any screen shows. */
function rounded(distance: number): number {
  return Math.round(distance * 100) / 100;
}
