import { Platform } from 'react-native';

/**
 * Each day that was looked at is an entry of the browser's history, and all of them are the same screen: it stays as it is, with its
 * focus and its place. The router's own entries would each be a screen of their own, and it rewrites the address several times when it
 * is told of other parameters, so going from day to day is kept from it. When it comes back to one of these entries from another
 * screen, it reads the day from the address. An app has no address, and its back button leads from screen to screen.
 */
export function addEntry(date: string): void {
  if (Platform.OS !== 'web') return;
  const url = new URL(window.location.href);
  url.searchParams.set('date', date);
  window.history.pushState(window.history.state, '', url);
}

/**
 * Watches going back and forward between days of this screen.
 * @param onDay told what the address then names; undefined when it names nothing
 * @returns how to stop that
 */
export function watchEntries(onDay: (date: string | undefined) => void): () => void {
  if (Platform.OS !== 'web') return () => undefined;
  const { pathname } = window.location;
  function onPopState(event: PopStateEvent): void {
    if (window.location.pathname !== pathname) return;
    event.stopImmediatePropagation();
    onDay(new URLSearchParams(window.location.search).get('date') ?? undefined);
  }
  // Before the router's listener on the same window.
  window.addEventListener('popstate', onPopState, { capture: true });
  return () => window.removeEventListener('popstate', onPopState, { capture: true });
}
