/** What other programs in this house use of the local host. */
export { reportError } from './cli/errors.ts';
export { buildProgram } from './cli/program.ts';
export { type Session, withSession } from './local/session.ts';
export { aggregateRange } from './operations/aggregate-range.ts';
export { format, formatPln } from './print/format.ts';
export { startProgress } from './print/progress.ts';
export { table } from './print/table.ts';
