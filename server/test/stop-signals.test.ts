import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { aborted, watchStopSignals } from '../src/serve/stop-signals.ts';

/** A process that signals are sent to; ends are recorded. */
function processAt(start = 0) {
  const emitter = new EventEmitter();
  const exits: unknown[] = [];
  let nowMs = start;
  const exit = ((code?: number) => void exits.push(code)) as NodeJS.Process['exit'];
  const process = Object.assign(emitter, { exit }) as unknown as Parameters<typeof watchStopSignals>[0];
  const { asked } = watchStopSignals(process, () => nowMs);
  return {
    asked,
    exits,
    send(signal: NodeJS.Signals, atMs: number): void {
      nowMs = atMs;
      emitter.emit(signal);
    },
  };
}

describe('being asked to stop', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is heard by %s', async (signal) => {
    const { asked, exits, send } = processAt();
    expect(asked.aborted).toBe(false);
    const heard = aborted(asked);
    send(signal, 5);
    await heard;
    expect(asked.aborted).toBe(true);
    await aborted(asked);
    expect(exits).toEqual([]);
  });

  it('counts once when the terminal and npm both pass it on', () => {
    const { exits, send } = processAt();
    send('SIGINT', 100);
    send('SIGINT', 103);
    send('SIGTERM', 1_099);
    expect(exits).toEqual([]);
  });

  it('ends the process at once when it comes again', () => {
    const { exits, send } = processAt();
    send('SIGINT', 100);
    send('SIGINT', 1_100);
    expect(exits).toEqual([130]);
  });
});
