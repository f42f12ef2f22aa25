import { KpiError } from '@pack324a/core';

/** Where the Google libraries and the emulators say which project they are about, the first that is set. */
const VARIABLES = ['GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT'] as const;

/** Ids that are allowed, domain-scoped ones and those of emulators included; anything else would end up in a path. */
const PROJECT_ID = /^[a-z0-9](?:[a-z0-9.:-]{0,98}[a-z0-9])?$/;

/**
 * The project that the options name, else the environment.
 * @throws KpiError `invalid-argument` when there is none, or it cannot be one
 */
export function projectOf(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  const project = named ?? VARIABLES.map((name) => environment[name]).find((value) => value !== undefined && value !== '');
  if (project === undefined) {
    throw new KpiError('invalid-argument', '--project is missing.', {
      expected: `the id of the Firebase project, or the environment variable ${VARIABLES.join(' or ')}`,
    });
  }
  if (PROJECT_ID.test(project)) return project;
  throw new KpiError('invalid-argument', `--project: "${project}" is not a project id.`, {
    expected: 'the id as the Firebase console shows it, for example my-platform-4f1c2',
  });
}
