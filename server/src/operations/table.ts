import type { z } from 'zod';
import { aggregate } from './aggregate.ts';
import type { Backend } from './backend.ts';
import { cleanup, doctor } from './maintenance.ts';
import { type OnProgress, type Operation, parseInput } from './operation.ts';
import { summary, topCreators } from './ranges.ts';
import { run } from './run.ts';
import { show } from './show.ts';

/** What the command line does, in this process or in the host that has the database open. */
export const OPERATIONS = { show, summary, 'top-creators': topCreators, aggregate, run, cleanup, doctor };

type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export type InputOf<Name extends OperationName> = z.input<Operations[Name]['input']>;
export type ResultOf<Name extends OperationName> = Awaited<ReturnType<Operations[Name]['run']>>;

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/**
 * Runs an operation on an open backend.
 * @param input as it came; it is checked here
 * @throws KpiError
 */
export function runOperation<Name extends OperationName>(
  backend: Backend,
  name: Name,
  input: unknown,
  onProgress: OnProgress,
): Promise<ResultOf<Name>> {
  const { input: schema, run } = OPERATIONS[name] as unknown as Operation<z.ZodType, ResultOf<Name>>;
  return Promise.resolve().then(() => run(backend, parseInput(name, schema, input), onProgress));
}
