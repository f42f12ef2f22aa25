import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into a process before its program (`--import`): tells whoever connects how much memory that process uses after what is
 * garbage has been collected, on every system alike. Its port is written to the file that KPI_MEMORY_PROBE names.
 */
const file = process.env['KPI_MEMORY_PROBE'];
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const server = createServer((socket) => {
  collectGarbage();
  // Buffers are freed by what the first collection has queued.
  setImmediate(() => {
    collectGarbage();
    socket.end(JSON.stringify(process.memoryUsage()));
  });
});
server.listen(0, '127.0.0.1', () => writeFileSync(file, String(server.address().port)));
server.unref();
