/** As much of JSON Schema as the responses use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
  readonly description?: string;
  readonly default?: unknown;
}

const WIDTH = 100;

/**
 * A schema for people: `{ date: date, hours: { hour: integer }[] }`, on one line where it fits.
 * @param named names of shapes, by their own text: where one occurs, its name stands for it
 */
export function shapeText(schema: JsonSchema, named: ReadonlyMap<string, string> = new Map()): string {
  return render(schema, '', named);
}

function render(schema: JsonSchema, indent: string, named: ReadonlyMap<string, string>): string {
  const { anyOf, items, properties, additionalProperties } = schema;
  if (anyOf !== undefined) return anyOf.map((option) => render(option, indent, named)).join(' | ');
  if (items !== undefined) {
    const entry = render(items, indent, named);
    return isOneName(items) ? `${entry}[]` : `(${entry})[]`;
  }
  if (properties !== undefined) return named.get(objectText(schema, '', new Map())) ?? objectText(schema, indent, named);
  if (typeof additionalProperties === 'object') return `{ [name]: ${render(additionalProperties, indent, named)} }`;
  return scalarText(schema);
}

/** False for alternatives, which need brackets before `[]`. */
function isOneName({ anyOf, enum: options, type }: JsonSchema): boolean {
  return anyOf === undefined && options === undefined && !Array.isArray(type);
}

function objectText({ properties = {}, required = [] }: JsonSchema, indent: string, named: ReadonlyMap<string, string>): string {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${render(field, inner, named)}`,
  );
  const line = `{ ${fields.join(', ')} }`;
  if (!line.includes('\n') && indent.length + line.length <= WIDTH) return line;
  return `{\n${fields.map((field) => `${inner}${field},\n`).join('')}${indent}}`;
}

function scalarText({ type, const: value, enum: options, format, pattern }: JsonSchema): string {
  if (value !== undefined) return JSON.stringify(value);
  if (options !== undefined) return options.map((option) => JSON.stringify(option)).join(' | ');
  if (format === 'date-time') return 'instant';
  if (type === 'string' && pattern !== undefined) return 'date';
  if (type === undefined) throw new RangeError('a schema without a type');
  return typeof type === 'string' ? type : type.join(' | ');
}
