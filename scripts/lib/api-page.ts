import { type CallableStatus, ENDPOINTS, ERROR_CODES, type ErrorCode, HTTP_CODES, KpiError, parseConfig, wireError } from '@pack324a/core';
import { code, table } from './markdown.ts';
import { type JsonSchema, shapeText } from './shape-text.ts';

/** What a status means to a caller. */
const MEANINGS: Readonly<Partial<Record<CallableStatus, string>>> = {
  INVALID_ARGUMENT: 'The request is not what the endpoint takes. `details.field` names the field, `details.expected` what belongs there.',
  UNAUTHENTICATED: 'Nobody is signed in, or the token is wrong or has expired.',
  PERMISSION_DENIED: 'The caller is signed in, but is no admin; or the request comes from another site.',
  NOT_FOUND: 'There is no such function in this region.',
  OUT_OF_RANGE: 'The day has no figures and is too old to make them; `details.expected` names the oldest day that can be made.',
  FAILED_PRECONDITION: 'Jobs are paused by the configuration, so nothing can be made.',
  RESOURCE_EXHAUSTED: 'Too many wrong tokens from one address; try again in a minute.',
  CANCELLED: 'The request was broken off before its end.',
  UNAVAILABLE: 'The host is about to stop. Ask again once it runs.',
  INTERNAL: 'A failure that the caller can do nothing about; the log has the details under `details.reference`.',
};

const LOCAL_HOST = 'http://127.0.0.1:3240/demo-kpi';

type NamedEndpoint = readonly [string, (typeof ENDPOINTS)[keyof typeof ENDPOINTS]];

/** The reference of the admin API, from its table of endpoints. */
export function apiPage(): string {
  const endpoints: readonly NamedEndpoint[] = Object.entries(ENDPOINTS);
  const shapes = namedShapes();
  const day = ENDPOINTS.kpi_getPlatformDaily.response.toJSONSchema() as JsonSchema;
  const named = new Map([...shapes, ['PlatformDaily', day] as const].map(([name, schema]) => [shapeText(schema), name]));
  return `# The admin API

Generated from the table of endpoints (\`packages/core/src/api/endpoints.ts\`). The endpoints speak the protocol of
[Firebase callable functions](https://firebase.google.com/docs/functions/callable-reference), so \`httpsCallable\` of the Firebase SDK
calls them; the [typed client](client.md) does it with types and dates.

## How to call

\`POST /{project}/{region}/{endpoint}\`, whatever the project; the region is the one of the [configuration](configuration.md). The body is
JSON, \`Content-Type: application/json\`:

- request: \`{"data": {…}}\`, with the fields listed below and no others
- answer: \`{"result": {…}}\`
- refusal: \`{"error": {"status": "…", "message": "…", "details": {"field": …, "expected": …, "hint": …, "reference": …}}}\`, of the details
  only those that apply

Only admins get an answer: users with \`role: "admin"\` or \`roles.admin: true\`, and on the local host those under \`localAdmins\` in the
configuration. The local host knows a caller by a bearer token or, in the browser, by the cookie of the sign-in link.

${statusTable()}

The SDK gives the status as \`functions/…\` (\`functions/invalid-argument\`).

## How fresh the figures are

A finished day is served as it is stored, for as long as it is kept; \`kpi_admin_triggerAggregation\` makes it anew. The running day, and the
running hour, are made anew once their figures are older than five minutes. A day or hour without figures is made first, once however many
ask; one that is older than the retention cannot be made any more. \`provenance.complete\` is false while a day or hour was still running,
and \`lastUpdated\` says from when its figures are. Ranges and rankings read what is stored and make nothing.

## Examples

They ask the local host as it runs after \`npm start\`, for yesterday or the week up to it. First:

\`\`\`sh
TOKEN=$(npx kpi token --uid demo-admin --bearer)
DAY=$(node -p 'new Date(Date.now() - 86400000).toISOString().slice(0, 10)')
FROM=$(node -p 'new Date(Date.now() - 7 * 86400000).toISOString().slice(0, 10)')
\`\`\`

For days of your own say \`DAY=2025-12-11\`; \`BACKFILL\` stands for the \`id\` that \`kpi_admin_startBackfill\` answers once \`"confirm":true\` is
sent with it; on Windows run them in Git Bash or WSL.

## Shapes

\`date\` is \`"YYYY-MM-DD"\` in UTC, \`instant\` is ISO 8601 in UTC with milliseconds (\`"2025-12-11T00:10:02.123Z"\`), \`integer\` and \`number\`
are JSON numbers, \`?\` marks a field that may be absent, \`[name]\` stands for any name, \`PlatformDaily\` is the response of
\`kpi_getPlatformDaily\`. Fields come in the order shown. What a figure means is in [metrics](metrics.md), and \`kpi_getMetrics\` answers
the same. What \`Provenance\` says is in [provenance](provenance.md).

\`\`\`
${[...shapes].map(([name, schema]) => `${name} = ${wholeShape(schema, named)}`).join('\n\n')}
\`\`\`

${endpoints.map((endpoint) => endpointText(endpoint, named)).join('\n\n')}
`;
}

/** Shapes that occur in more than one response, or would bury the one they occur in. */
function namedShapes(): ReadonlyMap<string, JsonSchema> {
  const day = ENDPOINTS.kpi_getPlatformDaily.response.toJSONSchema() as JsonSchema;
  const trigger = ENDPOINTS.kpi_admin_triggerAggregation.response.toJSONSchema() as JsonSchema;
  const status = ENDPOINTS.kpi_getStatus.response.toJSONSchema() as JsonSchema;
  return new Map([
    ['Provenance', at(day, 'provenance')],
    ['StoredProvenance', at(trigger, 'platformKpi', 'provenance')],
    ['Run', at(status, 'lastRuns', 'items')],
  ]);
}

function at(schema: JsonSchema, ...path: readonly string[]): JsonSchema {
  return path.reduce((inner, name) => {
    const next = name === 'items' ? inner.items : inner.properties?.[name];
    if (next === undefined) throw new RangeError(`no ${path.join('.')} in the schema`);
    return next;
  }, schema);
}

function statusTable(): string {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  const used = new Set(codes.map((code) => wireError(new KpiError(code, '')).status));
  const rows = (Object.keys(HTTP_CODES) as CallableStatus[])
    .filter((status) => used.has(status))
    .map((status) => {
      const meaning = MEANINGS[status];
      if (meaning === undefined) throw new RangeError(`no meaning of ${status}`);
      return [code(status), String(HTTP_CODES[status]), meaning];
    });
  return table(['Status', 'HTTP', 'Meaning'], rows);
}

function endpointText([name, { description, request, response, example }]: NamedEndpoint, named: ReadonlyMap<string, string>): string {
  const input = request.toJSONSchema({ io: 'input' }) as JsonSchema;
  const answer = wholeShape(response.toJSONSchema() as JsonSchema, named);
  return [`## ${name}`, description, requestText(input), `\`\`\`\n${answer}\n\`\`\``, `\`\`\`sh\n${curl(name, example)}\n\`\`\``].join(
    '\n\n',
  );
}

/** A shape with the names of others inside it, but not its own. */
function wholeShape(schema: JsonSchema, named: ReadonlyMap<string, string>): string {
  const own = shapeText(schema);
  return shapeText(schema, new Map([...named].filter(([text]) => text !== own)));
}

function requestText({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, field]) => [
    code(name),
    field.description ?? '',
    required.includes(name) ? 'yes' : `no, ${code(JSON.stringify(field.default))} without it`,
  ]);
  return rows.length === 0 ? 'The request has no fields.' : table(['Request', 'Expected', 'Required'], rows);
}

const VARIABLES = { date: '$DAY', startDate: '$FROM', endDate: '$DAY', id: '$BACKFILL' } as const;

/** The example of the table, with its days replaced by variables of the shell. */
function curl(name: string, example: object): string {
  const data = JSON.stringify({ data: example }).replace(
    /"(date|startDate|endDate|id)":"[^"]*"/g,
    (_whole, field: keyof typeof VARIABLES) => {
      return `"${field}":"'${VARIABLES[field]}'"`;
    },
  );
  const headers = `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'`;
  return `curl -s ${headers} \\\n  -d '${data}' \\\n  ${LOCAL_HOST}/${parseConfig({}).region}/${name}`;
}
