import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { expoExport } from './expo.mjs';
import { firstLines, lastLines } from './steps.mjs';

const INDEX = 'index.html';
/** What the host fills in, so that the app knows who serves it. */
const META = ['<meta name="kpi-host" content="">', '<meta name="kpi-region" content="">'];
const ERROR_LINE = /^[A-Za-z]*Error: (?:Error: )?(.+)$/m;
/** Of no use to a browser. */
const NOTES = 'metadata.json';
const COMPRESSIBLE = /\.(?:js|css|svg|json|txt)$/;
/** Smaller files are not worth a second copy of them. */
const MIN_COMPRESSED_BYTES = 1024;
/** The highest level takes ten times as long for a few per cent. */
const BROTLI_QUALITY = 9;
const GZIP_LEVEL = 9;

/**
 * Builds the web app into a folder, and puts compressed copies (`.br`, `.gz`) beside its larger texts.
 * @throws Error when the bundler fails, or leaves out what the host needs; `lines` are what the bundler said about it
 */
export async function exportDashboard(folder, { signal } = {}) {
  const { exitCode, output } = await expoExport(['--platform', 'web', '--output-dir', folder], { signal });
  if (signal?.aborted) throw signal.reason;
  if (exitCode !== 0) throw failure(output, `the bundler ended with exit code ${exitCode}`);
  const problem = await problemOf(folder);
  if (problem !== undefined) throw new Error(problem);
  await rm(join(folder, NOTES), { force: true });
  await compressTexts(folder);
}

/** The error that the bundler named, with what it said from there on; or else the end of what it said. */
export function failure(output, otherwise) {
  const text = stripVTControlCharacters(output);
  const named = ERROR_LINE.exec(text);
  if (named === null) return Object.assign(new Error(otherwise), { lines: lastLines(text) });
  return Object.assign(new Error(named[1].trim().replace(/[.:]$/, '')), { lines: firstLines(text.slice(named.index)) });
}

/** What is wrong with a build that the bundler thinks is right. */
async function problemOf(folder) {
  if (!existsSync(join(folder, INDEX))) return `the bundler made no ${INDEX}`;
  const html = await readFile(join(folder, INDEX), 'utf8');
  const missing = META.find((element) => !html.includes(element));
  return missing === undefined ? undefined : `app-mobile/public/${INDEX} lacks ${missing}`;
}

/** Writes compressed copies beside the texts below a folder. */
export async function compressTexts(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name));
  await Promise.all(files.map(({ parentPath, name }) => compress(join(parentPath, name))));
}

async function compress(file) {
  const bytes = await readFile(file);
  if (bytes.length < MIN_COMPRESSED_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes, { level: GZIP_LEVEL })]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}
