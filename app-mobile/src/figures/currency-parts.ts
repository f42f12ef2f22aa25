const NUMBER = /\d(?:.*\d)?/;

/** An amount of money in its parts: the currency stands before or after the number, as the language has it. */
export function currencyParts(text: string): { before: string; number: string; after: string } {
  const found = NUMBER.exec(text);
  if (found === null) return { before: '', number: text, after: '' };
  const [number] = found;
  return { before: text.slice(0, found.index).trim(), number, after: text.slice(found.index + number.length).trim() };
}
