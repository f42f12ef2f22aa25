import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from './root.mjs';

const LINES_SHOWN = 8;
const LINE_LENGTH_SHOWN = 300;

/**
 * Runs a program of this Node and collects what it prints.
 * @param command `{ args, env? }`: arguments of node, and variables on top of this process's own
 * @param show true passes the output on while it is printed
 * @returns `{ exitCode, output, seconds }`
 */
export function runNode({ args, env = {} }, show = false) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (target) => (chunk) => {
      output += chunk;
      if (show) target.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', collect(process.stdout));
    child.stderr.setEncoding('utf8').on('data', collect(process.stderr));
    const done = (exitCode) => resolve({ exitCode, output, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      done(1);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

/** One line about a step: `ok    types      3.2 s`. */
export function stepLine(ok, name, seconds, note = '') {
  return `${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(56)} ${seconds.toFixed(1).padStart(6)} s${note === '' ? '' : `  ${note}`}`;
}

/** The beginning of what was said, without colours and empty lines. */
export function firstLines(text) {
  return shownLines(text).slice(0, LINES_SHOWN);
}

/** The same of its end. */
export function lastLines(text) {
  return shownLines(text).slice(-2 * LINES_SHOWN);
}

function shownLines(text) {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trimEnd().slice(0, LINE_LENGTH_SHOWN));
}
