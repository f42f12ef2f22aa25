import { ensureInstalled } from './install.mjs';
import { inRoot } from './lib/root.mjs';
import { runTypeScript } from './lib/run-typescript.mjs';

ensureInstalled('all');
await runTypeScript(inRoot('scripts', 'lib', 'rules-on-emulator.ts'), process.argv.slice(2));
