import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

export const MEMORY_PROBE = new URL('memory-probe.mjs', import.meta.url).href;

/** Megabytes that a process uses once what is garbage has been collected. */
export interface Memory {
  /** All of it, the embedded engine's and the allocator's included. */
  readonly rssMb: number;
  /** Objects and buffers of the program itself. */
  readonly ownMb: number;
}

/** Asks the probe whose port is in a file. */
export function memoryOf(probeFile: string): Promise<Memory> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(readFileSync(probeFile, 'utf8')), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const usage = JSON.parse(text) as NodeJS.MemoryUsage;
      resolve({ rssMb: usage.rss / 2 ** 20, ownMb: (usage.heapUsed + usage.external) / 2 ** 20 });
    });
  });
}
