import { KpiError } from '@pack324a/core';
import type { z } from 'zod';
import type { Backend } from './backend.ts';

/** Told how much of the work is done, in the operation's own unit. */
export type OnProgress = (done: number, total: number) => void;

/** Something that the command line does on sources and KPI documents, wherever they are kept and whichever process has them open. */
export interface Operation<Input extends z.ZodType, Result> {
  /** `write` has a database file to itself while it runs. */
  readonly mode: 'read' | 'write';
  readonly input: Input;
  /** @returns plain data that JSON can carry without a loss */
  readonly run: (backend: Backend, input: z.infer<Input>, onProgress: OnProgress) => Promise<Result>;
}

export function operation<Input extends z.ZodType, Result>(definition: Operation<Input, Result>): Operation<Input, Result> {
  return definition;
}

/**
 * Reads the input of an operation as it came.
 * @throws KpiError `invalid-argument`
 */
export function parseInput<Input extends z.ZodType>(name: string, schema: Input, value: unknown): z.infer<Input> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new KpiError('invalid-argument', `${name} cannot take this input: ${where}${issue?.message ?? 'it has another shape'}.`);
}
