import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Draws what the main job prints on a fresh demo platform as `docs/start.svg`, for the README. */
const CHARACTER_WIDTH = 7.83;
const LINE_HEIGHT = 18;
const PADDING = 20;

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kpi-picture-'));
try {
  const output = execFileSync(process.execPath, [join(root, 'scripts', 'start.mjs'), '--no-serve'], {
    encoding: 'utf8',
    env: { ...process.env, KPI_DB: join(folder, 'kpi.duckdb'), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = `$ npm start\n${output.slice(0, output.indexOf('\nWhat next'))}`.trimEnd().split('\n');
  writeFileSync(join(root, 'docs', 'start.svg'), draw(lines));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function draw(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const width = Math.ceil(columns * CHARACTER_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const texts = lines.map((line, index) => (line === '' ? '' : textAt(line, PADDING + (index + 1) * LINE_HEIGHT - 5)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>What npm start prints: yesterday's figures with their change against the same weekday a week before, and the last fortnight</title>
<rect width="100%" height="100%" rx="8" fill="#101418"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#d7dde4" xml:space="preserve">
${texts.filter((text) => text !== '').join('\n')}
</g>
</svg>
`;
}

/** The text's length is fixed so that columns stay aligned in whatever font there is. */
function textAt(line: string, y: number): string {
  const isTitle = line.startsWith('$') || /^(The last|[A-Z][a-z]{2} \d{4})/.test(line);
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const length = (line.length * CHARACTER_WIDTH).toFixed(1);
  return `<text x="${PADDING}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${isTitle ? ' fill="#ffffff" font-weight="bold"' : ''}>${escaped}</text>`;
}
