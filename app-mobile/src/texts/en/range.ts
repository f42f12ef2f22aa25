/** What the range part of the app says. */
export const range = {};
