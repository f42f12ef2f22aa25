/** What the dashboard part of the app says. */
export const dashboard = {};
