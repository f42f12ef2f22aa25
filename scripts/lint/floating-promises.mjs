import { join, relative } from 'node:path';
import ts from 'typescript';
import { inRoot, ROOT } from '../lib/root.mjs';

/**
 * Refuses a promise that nobody awaits: its failure would end the process, or be lost. `void promise` says that it is meant.
 * The linter's own rule cannot follow the types of this code base, so the compiler is asked.
 */
const findings = new Set(['.', 'app-mobile'].flatMap((folder) => findingsOf(inRoot(folder))));
for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exitCode = findings.size === 0 ? 0 : 1;

function findingsOf(folder) {
  const config = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'))
    .flatMap((file) => floatingPromises(file, checker).map((node) => describe(file, node)));
}

function floatingPromises(file, checker) {
  const found = [];
  const visit = (node) => {
    if (ts.isExpressionStatement(node) && isCall(node.expression) && isPromise(node.expression, checker)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isCall(expression) {
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(inner) || ts.isNewExpression(inner) || ts.isConditionalExpression(inner) || ts.isBinaryExpression(inner);
}

/** Assignments have the type of what is assigned, and keep it. */
function isPromise(expression, checker) {
  if (ts.isBinaryExpression(expression) && ts.isAssignmentOperator(expression.operatorToken.kind)) return false;
  const type = checker.getTypeAtLocation(expression);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => part.getProperty('then') !== undefined && part.getProperty('catch') !== undefined);
}

function describe(file, node) {
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
  const place = `${relative(ROOT, file.fileName)}:${line + 1}:${character + 1}`;
  return `${place} a promise is not awaited; await it, return it, or write "void" before it where its failure is handled elsewhere`;
}
