import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** The port that a browser leaves out of the Host header. */
const DEFAULT_PORT = 80;
/** Private addresses (RFC 1918) and those shared behind one provider, which private networks over the internet use (RFC 6598). */
const PRIVATE_IPV4 = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

const MAPPED_IPV4 = /^::ffff:(?=\d)/i;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1)$/;
const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** The private IPv4 addresses at which this machine is met in its own network, loopback and public addresses left out. */
export function lanAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces()): string[] {
  const all = Object.values(interfaces).flatMap((entries) => entries ?? []);
  const lan = all.filter(({ family, internal, address }) => family === 'IPv4' && !internal && PRIVATE_IPV4.test(address));
  return [...new Set(lan.map(({ address }) => address))];
}

/**
 * The Host headers of requests that mean this host, at the address that they came in on: the names of loopback on loopback, and
 * one of the further IPv4 addresses that are given on that address itself.
 * @param localAddress the socket's own; a socket for both versions of IP writes an IPv4 address as `::ffff:192.168.1.5`
 */
export function hostHeaders(port: number, localAddress: string | undefined, addresses: readonly string[] = []): string[] {
  const suffix = port === DEFAULT_PORT ? '' : `:${port}`;
  const local = localAddress?.replace(MAPPED_IPV4, '') ?? '';
  const names = LOOPBACK.test(local) ? LOOPBACK_NAMES : addresses.filter((address) => address === local);
  return names.map((name) => `${name}${suffix}`);
}
