import { KpiError, messageOf } from '@pack324a/core';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_PORT } from './port.ts';

/** Ports that are tried when none was asked for; after them any free one will do. */
const TRIED_PORTS = 10;
const ANY_FREE_PORT = 0;
/** What is wrong with one port only, so that another may do. */
const TAKEN: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be used by this user',
};

/**
 * Listens on a port of an address.
 * @param port the one that was asked for; undefined takes the default, or the next free one
 * @returns the port
 * @throws KpiError `failed-precondition` when the port that was asked for cannot be had, or nothing can listen at the address
 */
export async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<number> {
  const candidates =
    port === undefined ? [...Array.from({ length: TRIED_PORTS }, (_, index) => DEFAULT_PORT + index), ANY_FREE_PORT] : [port];
  let taken: KpiError | undefined;
  for (const candidate of candidates) {
    try {
      await app.listen({ host, port: candidate });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const reason = TAKEN[codeOf(error)];
      if (reason === undefined) throw new KpiError('failed-precondition', `Cannot listen at ${host}:${candidate}: ${messageOf(error)}`);
      taken ??= new KpiError('failed-precondition', `Port ${candidate} ${reason}; name another with --port or KPI_PORT.`);
    }
  }
  throw taken;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
