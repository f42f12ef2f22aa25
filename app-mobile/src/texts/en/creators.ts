/** What the creators part of the app says. */
export const creators = {};
