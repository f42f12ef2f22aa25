import { ensureInstalled } from './install.mjs';
import { inRoot } from './lib/root.mjs';
import { runTypeScript } from './lib/run-typescript.mjs';

ensureInstalled('runtime');
await runTypeScript(inRoot('server', 'src', 'start.ts'), process.argv.slice(2));
