/** What the session part of the app says. */
export const session = {};
