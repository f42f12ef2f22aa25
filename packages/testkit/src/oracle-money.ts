/** The oracle's own arithmetic on exact decimals. */

/** Micro-tokens as the number that documents publish. */
export function publishedTokens(microTokens: bigint): number {
  return Number(decimalText(microTokens, 6));
}

/** 0.20 PLN a token, rounded half up to whole grosze, as a number of zlotys. */
export function publishedPln(microTokens: bigint): number {
  const doubleGrosze = (microTokens * 20n * 2n + 1_000_000n) / 1_000_000n;
  return Number(decimalText(doubleGrosze / 2n, 2));
}

/** Minutes in units of 10^-12, rounded half up to six decimals, as the number that documents publish. */
export function publishedMinutes(units: bigint): number {
  const kept = units / 1_000_000n;
  return Number(decimalText(units % 1_000_000n >= 500_000n ? kept + 1n : kept, 6));
}

/** A whole number of units of 10^-decimals as plain decimal text without trailing zeros. */
export function decimalText(units: bigint, decimals: number): string {
  const unit = 10n ** BigInt(decimals);
  let fraction = (units % unit).toString();
  while (fraction.length < decimals) fraction = `0${fraction}`;
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  const whole = (units / unit).toString();
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
