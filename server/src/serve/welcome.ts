import { databaseOption, quoted } from '../print/command-line.ts';
import { styled } from '../print/format.ts';
import type { RunningHost } from './serve.ts';
import { NAME_AN_ADMIN } from './tokens.ts';

/** What a host says once it answers: where it is, and how to get in. */
export async function welcome(host: RunningHost, file: string, uid: string | undefined, paused: boolean): Promise<string> {
  const parts = [`${styled('bold', 'Serving')} at ${host.url}; Ctrl-C stops it.`];
  if (paused) parts.push('Jobs are paused by the configuration: nothing is aggregated, on schedule or on demand.');
  if (uid === undefined) {
    parts.push(`Nobody is an admin yet, so nobody can see anything. ${NAME_AN_ADMIN}`);
  } else {
    const note = (await host.isAdmin(uid)) ? '' : `\n${uid} is no admin, and will see no figures.`;
    parts.push(
      `${styled('bold', `Sign in as ${uid}`)} (works once, within 15 minutes; another: ${tokenCommand(uid, file)})\n  ${host.link(uid)}${note}`,
    );
  }
  if (host.lanUrls.length > 0) parts.push(lanText(host, file, uid));
  return parts.join('\n\n');
}

/** How a phone gets in, and what that means. */
function lanText(host: RunningHost, file: string, uid: string | undefined): string {
  const urls = host.lanUrls.map((url) => `  ${url}`).join('\n');
  const code =
    uid === undefined
      ? ''
      : `\nand type the pairing code ${styled('bold', host.pairingCode(uid))} (works once, within 10 minutes; another: ${tokenCommand(uid, file)} --pair).`;
  return `${styled('bold', 'On a phone in this network')}, open\n${urls}${code}`;
}

export const LAN_WARNING =
  'warning: other machines of this network can reach this host. What it sends is not encrypted, and anyone here can try the pairing code; use it only in a network that you trust.\n';
export const NO_LAN = 'warning: this machine has no address in a local network; only it can reach this host.\n';

export const NO_DASHBOARD =
  'note: no dashboard is built, so the link opens the status page. "npm start" or "npm run build:dashboard" builds it.\n';

export const EMPTY = 'note: the database is empty. Stop this, and fill it with "kpi demo" or "kpi import".\n';

/** How a script asks, for the main job's last lines. */
export function curlExample({ url }: RunningHost, file: string, region: string, uid: string, date: string): string {
  return `  TOKEN=$(${tokenCommand(uid, file)} --bearer)
  curl -s ${url}/demo-kpi/${region}/kpi_getPlatformDaily -H "Authorization: Bearer $TOKEN" \\
    -H 'Content-Type: application/json' -d '{"data":{"date":"${date}"}}'`;
}

function tokenCommand(uid: string, file: string): string {
  return `npx kpi token --uid ${quoted(uid)}${databaseOption(file)}`;
}
