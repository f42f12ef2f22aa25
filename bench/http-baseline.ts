import fastify from 'fastify';

/**
 * The baseline: one bare route that returns the same JSON to the same request, without sign-in, checks or a store. Its path and the
 * result to return are the arguments; prints its port.
 */
const [path = '', result = ''] = process.argv.slice(2);
const answer: unknown = JSON.parse(result);

const app = fastify();
app.post(path, async () => answer);
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${new URL(app.listeningOrigin).port}\n`);
