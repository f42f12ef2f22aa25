import { reportError, tolerateClosedOutput } from './errors.ts';
import { buildProgram } from './program.ts';

tolerateClosedOutput();
try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
