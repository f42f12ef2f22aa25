import { KPI_COLLECTIONS, type KpiConfig, KpiError, resolveSource, SERVER_ONLY_COLLECTIONS } from '@pack324a/core';

/** What every line of our part is found by again, in a comment of its own before and behind it. */
export const BEGIN = '// pack324a-kpi: begin';
export const END = '// pack324a-kpi: end';
const NOTICE = 'written by "kpi firebase merge", taken out by "kpi firebase remove"';

/** Names that a platform's own rules must not have. */
export const OWN_FUNCTIONS = ['pack324aIsAdmin', 'pack324aHasAdminRole'] as const;

/** A file that allows nothing: what our part is placed in where a database has no rules of its own. */
export const EMPTY_RULES = `rules_version = '2';

service cloud.firestore {
  match /databases/{database}/documents {
  }
}
`;

/** How our part is written into a file. */
export interface Style {
  /** The database as a path within the block names it: `$(database)`, or a database's own name. */
  readonly database: string;
  /** One step of indentation. */
  readonly indent: string;
  /** Said behind the opening marker. */
  readonly remark?: string;
}

/**
 * Our part of the rules, line by line without the indentation of its place: admins read, nobody writes, and what only the
 * server needs nobody reads. An admin is who the configured users collection calls one.
 * @throws KpiError `invalid-config` where the configuration would make an admin of everyone
 */
export function rulesLines(config: KpiConfig, { database, indent, remark }: Style): string[] {
  const users = resolveSource('users', config.sources.users);
  const user = `/databases/${database}/documents/${users.collection.split('/').map(pathSegment).join('/')}/$(request.auth.uid)`;
  const roles = [adminTest(users.fields['role'], 'role', "'admin'"), adminTest(users.fields['roles.admin'], 'roles.admin', 'true')];
  const tests = roles.filter((test) => test !== undefined);
  return [
    `${BEGIN}, ${NOTICE}${remark === undefined ? '' : ` ${remark}`}`,
    'function pack324aIsAdmin() {',
    `${indent}return request.auth != null`,
    `${indent.repeat(2)}&& exists(${user})`,
    `${indent.repeat(2)}&& pack324aHasAdminRole(get(${user}).data);`,
    '}',
    'function pack324aHasAdminRole(user) {',
    ...(tests.length === 0
      ? [`${indent}return false;`]
      : `return ${tests.join('\n  || ')};`.split('\n').map((line) => indentLine(line, indent))),
    '}',
    ...KPI_COLLECTIONS.flatMap((collection) => [
      `match /${collection}/{document} {`,
      ...(SERVER_ONLY_COLLECTIONS.includes(collection)
        ? [`${indent}allow read, write: if false;`]
        : [`${indent}allow read: if pack324aIsAdmin();`, `${indent}allow write: if false;`]),
      '}',
    ]),
    END,
  ];
}

/** Where a user has what makes an admin. */
export function adminFields(config: KpiConfig): string[] {
  const { fields } = resolveSource('users', config.sources.users);
  const paths = [fields['role'], fields['roles.admin']].map((field) =>
    field === undefined || 'absent' in field.mapping ? undefined : field.path,
  );
  return paths.filter((path) => typeof path === 'string');
}

const indentLine = (line: string, indent: string): string => indent + line.replace('  ', indent);

type Resolved = ReturnType<typeof resolveSource>['fields'][string];

/**
 * Whether a user has what makes an admin. Every step is tested before it is taken: reading a field that is not there is an
 * error, and an error on one side of `||` must not depend on the other to be harmless.
 */
function adminTest(field: Resolved | undefined, name: string, wanted: string): string | undefined {
  if (field === undefined || 'absent' in field.mapping) return undefined;
  if (field.path === null) {
    throw new KpiError('invalid-config', `users.fields["${name}"] is a constant: the rules would take every user for the same.`, {
      expected: 'the name of a field, or null where users have none',
    });
  }
  const steps: string[] = [];
  let value = 'user';
  for (const [depth, part] of field.path.split('.').entries()) {
    if (depth > 0) steps.push(`${value} is map`);
    steps.push(`${quote(part)} in ${value}`);
    value = PLAIN_NAME.test(part) ? `${value}.${part}` : `${value}[${quote(part)}]`;
  }
  return `(${[...steps, `${value} == ${wanted}`].join(' && ')})`;
}

/** A word that no keyword of the language begins like, so that it can stand behind a dot. */
const PLAIN_NAME = /^(?!(?:in|is|if|let|true|false|null|return|function|match|allow|service)$)[A-Za-z_][A-Za-z0-9_]*$/;

function pathSegment(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : `$(${quote(name)})`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
