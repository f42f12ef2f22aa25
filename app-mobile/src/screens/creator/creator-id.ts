/** Characters of an id, as the API takes it (packages/core/src/readings/readings.ts). */
const MAX_ID_CHARACTERS = 128;

/**
 * Signs that a path has a use for, and dots alone, which every browser takes for a folder. The router decodes a part of a path twice, so
 * these are escaped once more than an address asks for.
 */
const ESCAPED_TWICE = /^\.+$|[%()[\]*+:]/g;

/** Whether a text can be the id of a creator: 1 to 128 characters without `/`. */
export function isCreatorId(text: string): boolean {
  if (text === '' || text.includes('/') || [...text].length > MAX_ID_CHARACTERS) return false;
  try {
    // Half a character can stand in a text, but in no address.
    encodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** The id as a part of a path that the router reads as that id, whatever it is made of. */
export function pathPartOf(userId: string): string {
  return encodeURIComponent(userId.replace(ESCAPED_TWICE, escaped));
}

function escaped(signs: string): string {
  return [...signs].map((sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`).join('');
}

/** @param params of the address that go along, those that are undefined left out */
export function creatorHref(userId: string, params: Readonly<Record<string, string | undefined>> = {}): string {
  return hrefOf(`/admin/kpi-creator/${pathPartOf(userId)}`, params);
}

/** @param params of the address, those that are undefined left out */
export function hrefOf(path: string, params: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
}
