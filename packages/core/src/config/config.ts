import { z } from 'zod';
import type { CountingRules, SourceName } from '../catalogue/model.ts';
import { SOURCES } from '../catalogue/sources.ts';
import { KpiError } from '../errors.ts';
import type { FieldKind, InstantEncoding } from '../readings/readings.ts';
import { configSchema, type FieldMapping, type KpiConfig, type SourceConfig } from './schema.ts';
import { nearestName } from './suggest.ts';

/**
 * Validates a configuration and fills in the defaults.
 * @param name how the caller calls the file, for messages
 * @throws KpiError `invalid-config`, naming every place that is wrong, what was expected there, and the nearest known name
 */
export function parseConfig(value: unknown, name = 'kpi.config.json'): KpiConfig {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data as KpiConfig;
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, value));
  throw new KpiError('invalid-config', `${name} is not valid:\n${[...new Set(problems)].map((problem) => `  ${problem}`).join('\n')}`, {
    hint: 'docs/configuration.md lists every setting.',
  });
}

/** Reads a configuration from JSON text. */
export function parseConfigText(text: string, name: string): KpiConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new KpiError('invalid-config', `${name} is not JSON: ${(error as Error).message}`, { expected: 'one JSON object' });
  }
  return parseConfig(value, name);
}

export const DEFAULT_CONFIG: KpiConfig = parseConfig({});

export function countingRulesOf(config: KpiConfig): CountingRules {
  const { platformAccountIds, nonEarningTypes, earningTypes, contextsBookedElsewhere } = config;
  return { platformAccountIds, nonEarningTypes, earningTypes, contextsBookedElsewhere };
}

/** The JSON Schema of the configuration file, for editors. */
export function configJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configSchema, { io: 'input' }) as Record<string, unknown>;
}

/** How one field of the catalogue is found in the raw rows of a source. */
export interface ResolvedField {
  readonly mapping: Exclude<FieldMapping, string | null> | { readonly absent: true };
  /** Where it is looked for; null for a constant, or where the source has no such field. */
  readonly path: string | null;
}

/** A source's configuration with every default filled in. */
export interface ResolvedSource {
  readonly name: SourceName;
  readonly collection: string;
  /** Fields tried for the document id, in order; empty for rows without one. */
  readonly idFields: readonly string[];
  readonly fields: Readonly<Record<string, ResolvedField>>;
  readonly separator: string | undefined;
  readonly header: readonly string[] | undefined;
}

export function resolveSource(name: SourceName, config: SourceConfig = {}): ResolvedSource {
  const fields: Record<string, ResolvedField> = {};
  for (const [field, { kind }] of Object.entries(SOURCES[name].fields)) {
    const given = config.fields?.[field];
    const mapping = resolveMapping(given === undefined ? field : given, kind, config.timestamps ?? 'auto');
    fields[field] = { mapping, path: 'field' in mapping ? mapping.field : null };
  }
  return {
    name,
    collection: config.collection ?? name,
    idFields: config.id === null ? [] : config.id === undefined ? ['id', '__name__'] : [config.id],
    fields,
    separator: config.files?.separator,
    header: config.files?.header,
  };
}

function resolveMapping(given: FieldMapping, kind: FieldKind, encoding: InstantEncoding): ResolvedField['mapping'] {
  if (given === null) return { absent: true };
  if (typeof given !== 'string') return given;
  return kind === 'instant' ? { field: given, encoding } : { field: given, numbersAsText: false };
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, root: unknown): string[] {
  const where = issue.path.length === 0 ? 'the file' : issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(issue.path).properties ?? {}).filter((key) => key !== '$schema');
    return unknownKeys(issue.keys, known, issue.path.length === 0 ? '' : ` in ${where}`);
  }
  if (issue.code === 'invalid_union') {
    const value = issue.path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], root);
    return unionProblems(value, where, schemaAt(issue.path));
  }
  return [`${where}: ${issue.message}`];
}

function unknownKeys(keys: readonly string[], known: readonly string[], place: string): string[] {
  return keys.map((key) => {
    const nearest = nearestName(key, known);
    return `"${key}"${place} is unknown${nearest === undefined ? `; known are ${known.join(', ')}` : `; did you mean "${nearest}"?`}`;
  });
}

/** A value that has none of the allowed forms: a mapping, or the separator of a text file. */
function unionProblems(value: unknown, where: string, schema: SchemaNode): string[] {
  const shapes = (schema.anyOf ?? []).flatMap((option) => (option.properties === undefined ? [] : [Object.keys(option.properties)]));
  if (shapes.length === 0) return [`${where}: ${JSON.stringify(value)} is not allowed. ${schema.description ?? ''}`.trimEnd()];
  const known = [...new Set(shapes.flat())];
  const unknown = typeof value === 'object' && value !== null ? Object.keys(value).filter((key) => !known.includes(key)) : [];
  if (unknown.length > 0) return unknownKeys(unknown, known, ` in ${where}`);
  const objects = shapes.map((keys) => `{${keys.map((key) => `"${key}": …`).join(', ')}}`);
  return [`${where}: ${JSON.stringify(value)} is no mapping; expected a field name, null, ${objects.join(' or ')}`];
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
}

/** What the schema says of a path, read from its JSON Schema. */
function schemaAt(path: readonly PropertyKey[]): SchemaNode {
  return path.reduce<SchemaNode>((node, key) => node.properties?.[String(key)] ?? {}, configJsonSchema());
}
