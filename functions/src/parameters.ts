import { defineBoolean, defineString } from 'firebase-functions/params';

/** Region of the functions and of the backfill's queue. */
export const REGION = defineString('KPI_REGION', {
  label: 'Region',
  description: 'Region of all functions and of the queue of the backfill: the one of the database, or the nearest to it.',
  default: 'europe-central2',
  input: {
    text: {
      example: 'europe-central2',
      validationRegex: '^[a-z]+-[a-z]+\\d+$',
      validationErrorMessage: 'Expected: for example us-central1',
    },
  },
});

/** Whether a call needs a valid App Check token. */
export const ENFORCE_APP_CHECK = defineBoolean('KPI_ENFORCE_APP_CHECK', {
  label: 'Enforce App Check',
  description: 'true refuses calls without a valid App Check token; the app has to send one first.',
  default: false,
});

/** The configuration as JSON text; empty where the file or the defaults hold. */
export const CONFIG = defineString('KPI_CONFIG', {
  label: 'Configuration',
  description: 'The whole configuration as JSON text. Empty: kpi.config.json of the project, or else the defaults.',
  default: '',
});
