/** The part of JSON Schema that the configuration's schema uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const KNOWN = new Set(
  'type properties required additionalProperties anyOf allOf items minItems enum const minLength maxLength pattern minimum maximum'.split(
    ' ',
  ),
);
const ANNOTATIONS = new Set(['$schema', 'description', 'default']);

/** Whether a value is valid under a schema; throws on a keyword that it does not know, rather than ignore it. */
export function accepts(schema: JsonSchema, value: unknown): boolean {
  for (const keyword of Object.keys(schema)) {
    if (!KNOWN.has(keyword) && !ANNOTATIONS.has(keyword)) throw new Error(`unknown keyword ${keyword}`);
  }
  if (schema.anyOf !== undefined) return schema.anyOf.some((option) => accepts(option, value));
  if ('const' in schema && schema.const !== value) return false;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
  if (schema.type === undefined) return true;
  return [schema.type].flat().some((type) => isOfType(type, schema, value));
}

function isOfType(type: string, schema: JsonSchema, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && acceptsText(schema, value);
    case 'number':
      return typeof value === 'number' && acceptsNumber(schema, value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && acceptsNumber(schema, value);
    case 'array':
      return Array.isArray(value) && value.length >= (schema.minItems ?? 0) && value.every((item) => accepts(schema.items ?? {}, item));
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && acceptsObject(schema, value);
    default:
      throw new Error(`unknown type ${type}`);
  }
}

function acceptsText(schema: JsonSchema, text: string): boolean {
  if (text.length < (schema.minLength ?? 0) || text.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return false;
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) => pattern ?? []);
  return patterns.every((pattern) => new RegExp(pattern).test(text));
}

function acceptsNumber(schema: JsonSchema, value: number): boolean {
  return value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) && value <= (schema.maximum ?? Number.POSITIVE_INFINITY);
}

function acceptsObject(schema: JsonSchema, value: object): boolean {
  if (schema.required?.some((key) => !Object.hasOwn(value, key)) === true) return false;
  return Object.entries(value).every(([key, child]) => {
    const known = schema.properties !== undefined && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    return known === undefined ? schema.additionalProperties !== false : accepts(known, child);
  });
}
