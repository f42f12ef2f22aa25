import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '../src/index.ts';
import { type Fixture, type Mapping, ndjson, openFixture } from './import-fixture.ts';

const RUNS = { numRuns: 40, seed: Number(process.env['KPI_SEED'] ?? 324) };

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

type Format = 'ndjson' | 'json' | 'csv' | 'parquet';
interface Row {
  readonly id: string;
  readonly creatorId: string;
}

const formats = fc.constantFrom<Format>('ndjson', 'json', 'csv', 'parquet');
const rows = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', `o'e`, '#2', 'a#2'), creatorId: fc.constantFrom('x', 'y') }), {
  maxLength: 9,
});

/** Files in the order in which they are imported. */
const deliveries = fc.array(fc.record({ format: formats, rows }), { minLength: 1, maxLength: 5 });

async function write(format: Format, content: readonly Row[], number: number): Promise<string> {
  const name = `aiChatSessions-${number}.${format}`;
  if (format === 'ndjson') return fixture.write(name, ndjson(content));
  if (format === 'json') return fixture.write(name, JSON.stringify(content));
  if (format === 'csv') return fixture.write(name, `id,creatorId\n${content.map((row) => `${row.id},${row.creatorId}\n`).join('')}`);
  const values = content.map(({ id, creatorId }) => `('${id.replaceAll("'", "''")}', '${creatorId}')`);
  const none = `SELECT '' AS id, '' AS "creatorId" WHERE false`;
  return fixture.writeParquet(name, values.length === 0 ? none : `SELECT * FROM (VALUES ${values.join(', ')}) AS t(id, "creatorId")`);
}

/** The files one after the other into an empty source, and what was said of each. */
async function importAll(files: readonly { format: Format; rows: readonly Row[] }[], mapping?: Mapping): Promise<ImportReport[]> {
  if (await fixture.database.hasTable('source', 'aiChatSessions')) await fixture.clear('aiChatSessions');
  const reports: ImportReport[] = [];
  for (const [number, file] of files.entries()) reports.push(...(await fixture.load(await write(file.format, file.rows, number), mapping)));
  for (const [number, { rowsRead, rowsAdded, rowsReplaced, rowsUnchanged }] of reports.entries()) {
    expect(rowsRead).toBe(files[number]?.rows.length);
    expect(rowsRead).toBe(rowsAdded + rowsReplaced + rowsUnchanged);
  }
  return reports;
}

const stored = async () => (await fixture.rows('aiChatSessions', '_id, "creatorId" AS creator')).map(({ _id, creator }) => [_id, creator]);

describe('whatever the files, in whatever order', () => {
  it('the last row of each id stands, and every row read is accounted for', async () => {
    const property = fc.asyncProperty(deliveries, async (files) => {
      const reports = await importAll(files);
      const model = new Map<string, string>();
      for (const [number, file] of files.entries()) {
        const before = new Set(model.keys());
        for (const { id, creatorId } of file.rows) model.set(id, creatorId);
        expect(reports[number]?.rowsAdded).toBe([...model.keys()].filter((id) => !before.has(id)).length);
      }
      expect(await stored()).toEqual([...model].sort(([left], [right]) => (left < right ? -1 : 1)));
    });
    await fc.assert(property, RUNS);
  });

  it('rows without ids are there as often as in the file that has them most often', async () => {
    const property = fc.asyncProperty(formats, fc.array(rows, { minLength: 1, maxLength: 5 }), async (format, contents) => {
      const reports = await importAll(
        contents.map((content) => ({ format, rows: content })),
        { aiChatSessions: { id: null } },
      );
      const model = new Map<string, number>();
      for (const content of contents) {
        const counts = new Map<string, number>();
        for (const row of content) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
        for (const [row, count] of counts) model.set(row, Math.max(count, model.get(row) ?? 0));
      }
      const most = [...model.values()].reduce((sum, count) => sum + count, 0);
      expect((await stored()).length).toBe(most);
      expect(reports.reduce((sum, { rowsAdded }) => sum + rowsAdded, 0)).toBe(most);
      expect(reports.every(({ rowsReplaced }) => rowsReplaced === 0)).toBe(true);
    });
    await fc.assert(property, RUNS);
  });

  it('importing all of them again adds nothing', async () => {
    const property = fc.asyncProperty(formats, rows, fc.boolean(), async (format, content, hasIds) => {
      const mapping: Mapping = hasIds ? {} : { aiChatSessions: { id: null } };
      await importAll([{ format, rows: content }], mapping);
      const before = await stored();
      const [again] = await fixture.load(await write(format, content, 0), mapping);
      expect(again?.rowsAdded).toBe(0);
      expect(await stored()).toEqual(before);
    });
    await fc.assert(property, RUNS);
  });
});
