import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { MEASURES, SPENT_BY_SOURCE } from '../src/catalogue/measures.ts';
import {
  assertKpiCollection,
  catalogueFor,
  type DocumentField,
  type FlowId,
  KPI_COLLECTIONS,
  measuresOf,
  passes,
  SECTION_IDS,
  SOURCE_NAMES,
} from '../src/index.ts';

const catalogue = catalogueFor();
const documents = Object.values(catalogue.documents);
const flows = Object.values(catalogue.flows);
const fields = documents.flatMap((document) =>
  document.fields.map((field) => ({ document, field, name: `${document.collection}.${field.name}` })),
);

describe('measures', () => {
  it('are each defined under their own id and published somewhere', () => {
    const published = new Set(fields.flatMap(({ field }) => measuresOf(field)));
    for (const [key, measure] of Object.entries(MEASURES)) {
      expect(measure.id).toBe(key);
      expect(published.has(measure), key).toBe(true);
    }
    expect(published.size).toBe(Object.keys(MEASURES).length);
  });

  it('are listed once under the flow they are taken from', () => {
    const listed = flows.flatMap((flow) => catalogue.measuresByFlow[flow.id].map((measure) => ({ flow, measure })));
    for (const { flow, measure } of listed) expect(measure.flow).toBe(flow.id);
    expect(new Set(listed.map(({ measure }) => measure.id)).size).toBe(listed.length);
    expect(listed).toHaveLength(Object.keys(MEASURES).length);
  });

  it('read only fields of their source, and sum only where there is a quantity', () => {
    for (const measure of Object.values(MEASURES)) {
      const flow = catalogue.flows[measure.flow];
      const source = catalogue.sources[flow.source];
      const read = [
        ...(measure.where ?? []).map(({ field }) => field),
        ...(typeof measure.aggregate === 'object' ? [measure.aggregate.distinct] : []),
      ];
      for (const field of read) expect(Object.keys(source.fields), measure.id).toContain(field);
      if (measure.aggregate === 'quantity') expect([flow.needsQuantity, source.quantity !== undefined], measure.id).toEqual([true, true]);
      if (measure.perCreator === true) expect(flow.groupBy, measure.id).toBeDefined();
    }
  });
});

describe('flows', () => {
  it('belong to a section each, and a section has at most one of a source', () => {
    for (const section of Object.values(catalogue.sections)) {
      const sources = section.flows.map((id) => catalogue.flows[id].source);
      expect(new Set(sources).size, section.id).toBe(sources.length);
    }
    const used = new Set(Object.values(catalogue.sections).flatMap((section) => section.flows));
    expect([...used].sort()).toEqual((Object.keys(catalogue.flows) as FlowId[]).sort());
  });

  it('place, gate and group by fields that their source has', () => {
    for (const flow of flows) {
      const { fields: known, quantity } = catalogue.sources[flow.source];
      const read = [flow.timeField, ...flow.gates.map((gate) => gate.pass.field), ...(flow.groupBy === undefined ? [] : [flow.groupBy])];
      for (const field of read) expect(Object.keys(known), flow.id).toContain(field);
      expect(known[flow.timeField]?.kind).toBe('instant');
      if (flow.groupBy !== undefined) expect(known[flow.groupBy]?.kind).toBe('id');
      if (flow.needsQuantity) expect(quantity, flow.id).toBeDefined();
    }
  });

  it('publish their measures in documents of a section that reads them', () => {
    for (const { document, field, name } of fields) {
      for (const measure of measuresOf(field)) expect(catalogue.sections[document.section].flows, name).toContain(measure.flow);
    }
  });

  it('of creators are conserved: every used row falls under exactly one per-creator measure', () => {
    for (const context of ['CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP', 'chat', '', 'GIFT', null, undefined, 5]) {
      const row = (field: string): unknown => (field === 'context' ? context : undefined);
      const hits = catalogue.measuresByFlow.earnings.filter(
        (measure) => measure.where?.every((predicate) => passes(predicate, row)) !== false,
      );
      expect(
        hits.map(({ id }) => id),
        String(context),
      ).toHaveLength(1);
    }
  });
});

describe('spent tokens by source', () => {
  it.each([
    'CHAT',
    'AI_SESSION',
    'VOICE',
    'AI_VOICE',
    'VIDEO',
    'AI_VIDEO',
    'TIP',
    'CALENDAR',
    'EVENT',
    'tip',
    '',
    null,
    undefined,
    5,
    true,
  ])('counts context %j under exactly one part', (context) => {
    const row = (field: string): unknown => (field === 'context' ? context : undefined);
    const parts = Object.entries(SPENT_BY_SOURCE).filter(([, measure]) => measure.where?.every((predicate) => passes(predicate, row)));
    expect(parts).toHaveLength(1);
  });
});

describe('sources', () => {
  it('say of every field what goes wrong without it, and have their quantity among them', () => {
    for (const source of Object.values(catalogue.sources)) {
      expect(source.description).not.toBe('');
      for (const field of Object.values(source.fields)) expect(field.withoutIt).not.toBe('');
      if (source.quantity !== undefined) expect(source.fields[source.quantity.field]?.kind).toBe(source.quantity.kind);
    }
    expect(SOURCE_NAMES).toHaveLength(10);
  });
});

describe('documents', () => {
  it('label and describe every field, once', () => {
    for (const { document, field, name } of fields) {
      expect([field.label.trim(), field.description.trim()], name).not.toContain('');
      expect(field.description, name).toMatch(/\.$/);
      expect(
        document.fields.filter((other) => other.name === field.name),
        name,
      ).toHaveLength(1);
      if ('snapshot' in field.origin && field.origin.snapshot === 'verifiedUsersTotal') expect(field.nullMeans, name).toBeDefined();
    }
  });

  it('derive fields only from earlier fields of the same document, of the right type', () => {
    for (const { document, field, name } of fields) {
      const refs = 'sumOf' in field.origin ? field.origin.sumOf : 'plnOf' in field.origin ? [field.origin.plnOf] : [];
      const earlier = document.fields.slice(0, document.fields.indexOf(field));
      for (const ref of refs)
        expect(earlier.find((other: DocumentField) => other.name === ref)?.type, `${name} from ${ref}`).toBe('tokens');
    }
  });

  it('have exactly the fields of their TypeScript types, in the same order', () => {
    const types = interfacesIn('../src/documents/types.ts');
    const names = {
      platformKpiDaily: 'PlatformKpiDaily',
      platformKpiHourly: 'PlatformKpiHourly',
      creatorKpiDaily: 'CreatorKpiDaily',
      safetyKpiDaily: 'SafetyKpiDaily',
    };
    for (const document of documents) {
      expect(types.get(names[document.collection]), document.collection).toEqual(document.fields.map((field) => field.name));
    }
    const bySource = documents.flatMap((document) => document.fields).find((field) => field.name === 'tokensBySource');
    expect(types.get('TokensBySource')).toEqual(
      Object.keys(bySource !== undefined && 'measures' in bySource.origin ? bySource.origin.measures : {}),
    );
  });

  it('can be written, and nothing that is read can', () => {
    for (const document of documents) expect(() => assertKpiCollection(document.collection)).not.toThrow();
    for (const name of [...SOURCE_NAMES, 'kpi', '', 'kpiruns', '__proto__', 'constructor']) {
      expect(() => assertKpiCollection(name), name).toThrow(`Writing to "${name}" was refused`);
    }
    expect(new Set(KPI_COLLECTIONS).size).toBe(10);
    expect(SECTION_IDS).toEqual(['platform', 'creators', 'safety']);
  });
});

/** The property names of each interface in a file, its own ones only. */
function interfacesIn(path: string): Map<string, string[]> {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  const found = new Map<string, string[]>();
  for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    const names = statement.members.flatMap((member) =>
      ts.isPropertySignature(member) && ts.isIdentifier(member.name) ? [member.name.text] : [],
    );
    found.set(statement.name.text, names);
  }
  return found;
}
