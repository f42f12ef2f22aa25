import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_DATABASE, type SessionOptions } from '../local/session.ts';

export interface CommonOptions extends SessionOptions {
  readonly json?: boolean;
}

/** A command on the database, with the options that all of these share and an example in its help. */
export function databaseCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .option('--db <file>', `the database; or the environment variable KPI_DB (default: ${DEFAULT_DATABASE})`)
    .option('--config <file>', 'the configuration (default: kpi.config.json, when there is one)')
    .addHelpText('after', `\nExample:\n  ${example}`);
}

/** An option's whole number within bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    return value;
  };
}

/** Tells what a person should know beside the result. */
export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
}

/** Prints a result: exactly as the API would send it, or for people. */
export function print(options: CommonOptions, value: unknown, text: () => string): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(value, null, 2) : text()}\n`);
}
