import { DOCUMENTS } from '../catalogue/documents.ts';
import { MEASURES } from '../catalogue/measures.ts';
import type { DocumentField, KpiDocumentCollection, SourceName } from '../catalogue/model.ts';
import type { Provenance } from '../documents/types.ts';
import { divideHalfUp, magnitudeInUnits, TOKEN_DECIMALS, textToUnits, unitsToText } from '../money/decimal.ts';
import { groszeToNumber, plnGrosze, tokensFromNumber, tokensToNumber } from '../money/tokens.ts';

/** Decimals of published minutes, and of averages that are not money. */
const DECIMALS = 6;

/** Any stored document, as far as sums of its figures go. */
interface Documented {
  readonly provenance: Pick<Provenance, 'sums'>;
}

/** What a figure comes to over some days. */
export interface FigureTotal {
  /** PLN to whole grosze, from the exact tokens of all days; everything else to six decimals. */
  readonly total: number;
  /** The total divided by the number of days, rounded half up: PLN to whole grosze, everything else to six decimals. 0 without days. */
  readonly average: number;
}

/** The fields of a kind of document that are one number each, in the catalogue's order. */
export function figuresOf(collection: KpiDocumentCollection): readonly DocumentField[] {
  return DOCUMENTS[collection].fields.filter(({ unit, type }) => unit !== undefined && type !== 'tokenMap');
}

/** False for people who may be counted again on another day: adding up days would count them twice. */
export function addsUp(collection: KpiDocumentCollection, { origin }: DocumentField): boolean {
  if ('measure' in origin) return typeof origin.measure.aggregate !== 'object';
  return 'plnOf' in origin && addsUp(collection, fieldNamed(collection, origin.plnOf));
}

/** The exact sum of a figure over documents, and its average; documents in which it is null are left out. */
export function totalOf(collection: KpiDocumentCollection, field: DocumentField, documents: readonly Documented[]): FigureTotal {
  const { origin } = field;
  if ('plnOf' in origin) {
    const tokens = unitsIn(documents, fieldNamed(collection, origin.plnOf));
    const grosze = plnGrosze(sumOf(tokens));
    return { total: groszeToNumber(grosze), average: groszeToNumber(averageOf(grosze, tokens.length)) };
  }
  const units = unitsIn(documents, field);
  const sum = sumOf(units);
  return { total: numberOf(sum), average: numberOf(averageOf(sum, units.length)) };
}

/** A figure of a document; null where it could not be known. */
export function figureIn(document: Documented, field: DocumentField): number | null {
  return (document as unknown as Readonly<Record<string, number | null>>)[field.name] ?? null;
}

/**
 * What the rows of a source come to, exactly: a document's provenance has it as text, whatever a JSON number can hold.
 * @param published the figure itself, for a document that has no such text
 * @returns units of 10^-decimals
 */
export function exactQuantity({ provenance }: Documented, source: SourceName, published: number, decimals: number): bigint {
  return textToUnits(provenance.sums[source] ?? String(published), decimals);
}

/** Tokens per day with a document, rounded half up to six decimals; 0 without days. */
export function averageTokens(microTokens: bigint, days: number): number {
  return tokensToNumber(averageOf(microTokens, days));
}

/** The exact sum of token figures, in micro-tokens. */
export function sumOfTokens(tokens: readonly number[]): bigint {
  return sumOf(tokens.map(tokensFromNumber));
}

/** @throws RangeError for a name that the catalogue does not have */
export function fieldNamed(collection: KpiDocumentCollection, name: string): DocumentField {
  const field = DOCUMENTS[collection].fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new RangeError(`${collection} has no field ${name}`);
  return field;
}

/** A figure of each document that has it, in millionths. */
function unitsIn(documents: readonly Documented[], field: DocumentField): bigint[] {
  const isTokensSpent = 'measure' in field.origin && field.origin.measure === MEASURES.tokensSpent;
  return documents.flatMap((document) => {
    const value = figureIn(document, field);
    if (value === null) return [];
    if (isTokensSpent) return exactQuantity(document, 'walletTransactions', value, TOKEN_DECIMALS);
    return magnitudeInUnits(String(value), DECIMALS);
  });
}

function sumOf(units: readonly bigint[]): bigint {
  return units.reduce((sum, value) => sum + value, 0n);
}

function averageOf(sum: bigint, days: number): bigint {
  return days === 0 ? 0n : divideHalfUp(sum, BigInt(days));
}

function numberOf(units: bigint): number {
  return Number(unitsToText(units, DECIMALS));
}
