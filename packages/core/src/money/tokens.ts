import { divideHalfUp, MINUTE_DECIMALS, magnitudeInUnits, TOKEN_DECIMALS, unitsToText } from './decimal.ts';

/** The product's fixed rate: one token is 0.20 PLN, which is 20 grosze. */
export const TOKEN_TO_PLN_RATE = 0.2;
const GROSZE_PER_TOKEN = 20n;
const MICRO_PER_TOKEN = 10n ** BigInt(TOKEN_DECIMALS);

/**
 * What a sum of tokens is worth, rounded half up to whole grosze once, after summing.
 * @param microTokens the exact sum, in millionths of a token, not negative
 */
export function plnGrosze(microTokens: bigint): bigint {
  return divideHalfUp(microTokens * GROSZE_PER_TOKEN, MICRO_PER_TOKEN);
}

/**
 * A token sum as the JSON number that is nearest to it. Up to 2^33 tokens (8.5 billion) the shortest decimal form of
 * that number is the exact sum; `provenance.sums` has the exact text in any case.
 */
export function tokensToNumber(microTokens: bigint): number {
  return Number(unitsToText(microTokens, TOKEN_DECIMALS));
}

/** The exact micro-tokens of a published token figure. */
export function tokensFromNumber(tokens: number): bigint {
  return magnitudeInUnits(String(tokens), TOKEN_DECIMALS);
}

/** A PLN amount in grosze as a JSON number of zlotys. */
export function groszeToNumber(grosze: bigint): number {
  return Number(unitsToText(grosze, 2));
}

/** Summed minutes rounded half up to six decimals, as a JSON number. */
export function minutesToNumber(units: bigint): number {
  return Number(unitsToText(divideHalfUp(units, 10n ** BigInt(MINUTE_DECIMALS - 6)), 6));
}
