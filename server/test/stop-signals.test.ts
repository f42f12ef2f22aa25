import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { aborted, watchStopSignals } from '../src/serve/stop-signals.ts';

/** A process that signals are sent to; ends are recorded. */
function processAt({ hasTerminal = true } = {}) {
  const emitter = new EventEmitter();
  const exits: unknown[] = [];
  let nowMs = 0;
  const kill = (pid: number, signal: string) => exits.push([pid, signal, emitter.listenerCount(signal)]);
  const process = Object.assign(emitter, { kill, pid: 7 }) as unknown as Parameters<typeof watchStopSignals>[0];
  const { asked } = watchStopSignals(process, () => nowMs, hasTerminal);
  return {
    asked,
    exits,
    /** A signal that nobody hears ends a process. */
    send(signal: NodeJS.Signals, atMs: number): 'heard' | 'fatal' {
      nowMs = atMs;
      return emitter.emit(signal, signal) ? 'heard' : 'fatal';
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

  it('is not heard by the closing of a terminal that is not this process’s own', () => {
    const { asked, exits, send } = processAt({ hasTerminal: false });
    expect(send('SIGHUP', 5)).toBe('heard');
    expect(send('SIGHUP', 9_999)).toBe('heard');
    expect([asked.aborted, exits]).toEqual([false, []]);
    send('SIGTERM', 10_000);
    expect(asked.aborted).toBe(true);
  });

  it('counts once when the terminal and npm both pass it on', () => {
    const { exits, send } = processAt();
    send('SIGINT', 100);
    send('SIGINT', 103);
    send('SIGTERM', 1_099);
    expect(exits).toEqual([]);
  });

  it('ends the process by the signal itself when it comes again', () => {
    const { exits, send } = processAt();
    send('SIGINT', 100);
    send('SIGINT', 1_100);
    expect(exits).toEqual([[7, 'SIGINT', 0]]);
  });
});
