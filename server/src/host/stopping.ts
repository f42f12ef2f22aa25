import type { FastifyInstance } from 'fastify';

/**
 * Makes `close` of the host end when the requests in flight have their answers, and not only when every client has hung up:
 * browsers keep connections open on which they have not asked anything yet.
 * @returns whether the host is stopping
 */
export function endIdleConnectionsOnClose(app: FastifyInstance): () => boolean {
  const { server } = app;
  let stopping = false;
  let inFlight = 0;

  function endWhenIdle(): void {
    if (stopping && inFlight === 0) server.closeAllConnections();
  }
  function answered(): void {
    inFlight -= 1;
    endWhenIdle();
  }
  server.on('request', (_request, response) => {
    inFlight += 1;
    response.once('close', answered);
  });
  app.addHook('preClose', (done) => {
    stopping = true;
    // The server itself is closed right after this hook; from then on no connection comes in that would have to be ended.
    setImmediate(endWhenIdle);
    done();
  });
  return () => stopping;
}
