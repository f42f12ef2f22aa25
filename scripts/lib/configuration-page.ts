import { configJsonSchema, SOURCES } from '@pack324a/core';

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const EXAMPLE = {
  $schema: './kpi.config.schema.json',
  sources: {
    walletTransactions: {
      collection: 'transactions',
      timestamps: 'epochMillis',
      fields: { amount: 'amountTokens', receiverId: 'metadata.creatorId', type: { constant: 'SPEND' } },
    },
    users: { fields: { createdAt: { field: 'joined', format: '%Y%m%d' }, lastActiveAt: null } },
  },
  platformAccountIds: ['house'],
  retention: { hourlyDays: 7, dailyDays: null },
};

/** The reference of the configuration file, from its schema. */
export function configurationPage(): string {
  const root = configJsonSchema() as Schema;
  const settings = Object.entries(root.properties ?? {}).filter(([name]) => name !== '$schema');
  const source = root.properties?.['sources']?.properties?.['walletTransactions']?.properties ?? {};
  return `# Configuration

One file, \`kpi.config.json\` in the working folder or named with \`--config\`. An unknown setting is refused, with the nearest known
name. \`kpi.config.schema.json\` is its JSON Schema; name it under \`$schema\` and an editor completes and checks the file. This page is
generated from the same schema.

\`\`\`json
${JSON.stringify(EXAMPLE, null, 2)}
\`\`\`

## Settings

${settings.map(([name, schema]) => `- \`${name}\`: ${schema.description ?? ''}${defaultText(schema)}`).join('\n')}

The embedded store has no use for \`batchSize\`: it writes a day at once.

## Sources

\`sources\` has an entry for each collection that differs from the defaults:

${Object.entries(source)
  .map(([name, schema]) => `- \`${name}\`: ${schema.description ?? ''}`)
  .join('\n')}

Where a field is found is said in one of these ways:

- \`"amountTokens"\`: another name. Dots lead into nested objects: \`"metadata.creatorId"\`.
- \`{"constant": "SPEND"}\`: the same value in every row.
- \`null\`: the source has no such field, and that is as it should be.
- for instants, \`{"field": "ts", "encoding": "epochMillis"}\` (\`timestamp\`, \`epochMillis\`, \`iso\`, or \`auto\` for any of them) or
  \`{"field": "day", "format": "%Y%m%d"}\` (strptime, in UTC);
- for ids, \`{"field": "customer", "numbersAsText": true}\` where ids are numbers.

The fields of each source, with their kinds:

${Object.values(SOURCES)
  .map(
    (entry) =>
      `- \`${entry.name}\`: ${Object.entries(entry.fields)
        .map(([field, { kind }]) => `\`${field}\` (${kind})`)
        .join(', ')}`,
  )
  .join('\n')}

Rows without a document id are known by their raw text and how often it occurs in the file: the same row exported in another format, or with
other blanks, is a new row.

After a change of the mapping import the files again, and ask \`kpi doctor\`.
`;
}

function defaultText(schema: Schema): string {
  if (schema.default === undefined || (schema.properties !== undefined && Object.keys(schema.default as object).length === 0)) return '';
  return ` Default: \`${JSON.stringify(schema.default)}\`.`;
}
