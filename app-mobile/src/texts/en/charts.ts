/** What the charts part of the app says. */
export const charts = {};
