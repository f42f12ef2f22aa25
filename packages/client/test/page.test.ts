import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What the compiler says of programs that exist only here, with the settings of this repository. */
function compilerMessages(programs: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => programs.has(path) || fileExists(path);
  host.readFile = (path) => programs.get(path) ?? readFile(path);
  const program = ts.createProgram([...programs.keys()], options, host);
  return [...programs.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}

const inClient = (name: string): string => `${ROOT.replaceAll('\\', '/')}packages/client/test/${name}`;

describe('the page of the client', () => {
  it('shows code that compiles', () => {
    const page = readFileSync(`${ROOT}docs/client.md`, 'utf8');
    const snippets = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(
      ([, code], index) => [inClient(`snippet-${index}.ts`), code ?? ''] as const,
    );
    expect(snippets).toHaveLength(3);
    expect(compilerMessages(new Map(snippets))).toEqual([]);
  });

  it('would be found out if it did not', () => {
    const wrong = `import { createKpiClient } from '@pack324a/client';\nawait createKpiClient(null).getPlatformDaily({ day: 1 });\n`;
    const messages = compilerMessages(new Map([[inClient('wrong.ts'), wrong]])).join('\n');
    expect(messages).toContain("'null' is not assignable");
    expect(messages).toContain("'day' does not exist");
  });
});
