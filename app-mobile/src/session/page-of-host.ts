import { Platform } from 'react-native';
import type { PageOfHost } from './connection.ts';

/** What the page says about the local host that serves it; undefined where none does. */
export function pageOfHost(): PageOfHost | undefined {
  if (Platform.OS !== 'web') return undefined;
  const host = metaContent('kpi-host');
  const region = metaContent('kpi-region');
  return host === '' || region === '' ? undefined : { origin: window.location.origin, region };
}

function metaContent(name: string): string {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}
