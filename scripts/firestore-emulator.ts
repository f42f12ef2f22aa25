import { parseArgs } from 'node:util';
import { FirestoreServer } from '@firestore-emulator/server';
import { utcDateOf } from '@pack324a/core';
import { connectFirestore } from '@pack324a/firestore/sdk';
import { demoPlatform, loadPlatform } from '../e2e/firebase/platform.ts';

const USAGE = 'usage: node scripts/run.mjs scripts/firestore-emulator.ts [--port 8080] [--demo]\n';
const HOST = '127.0.0.1';
const PROJECT = 'demo-kpi';

/** A Firestore for trying things out, without Java and without a download: in memory, for some 2,000 documents. */
async function serve(port: number, withDemo: boolean): Promise<void> {
  await new FirestoreServer().start(port);
  process.env['FIRESTORE_EMULATOR_HOST'] = `${HOST}:${port}`;
  if (withDemo) {
    const nowMs = Date.now();
    const firestore = connectFirestore({ projectId: PROJECT });
    const documents = await loadPlatform(firestore, demoPlatform(utcDateOf(nowMs), nowMs));
    await firestore.terminate();
    process.stdout.write(`${documents} documents of a demo platform are in the project ${PROJECT}; its admin is demo-admin.\n`);
  }
  process.stdout.write(`Firestore at FIRESTORE_EMULATOR_HOST=${HOST}:${port}, until Ctrl-C; nothing is kept.\n`);
}

try {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' }, demo: { type: 'boolean', default: false } } });
  await serve(Number(values.port), values.demo);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n${USAGE}`);
  process.exitCode = 1;
}
