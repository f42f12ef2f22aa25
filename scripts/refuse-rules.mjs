/** Set to 1 by whoever knows that the database has no rules and indexes but ours. */
const ALLOWED = 'KPI_RULES_ALONE';

/**
 * Run by `firebase deploy` before it deploys the Firestore files of firebase.json, which hold our part alone: they would replace the
 * platform's whole ruleset, and its indexes would be offered for deletion.
 */
if (process.env[ALLOWED] !== '1') {
  process.stderr.write(
    `Not deployed: firestore-pack324a-kpi.rules and firestore-pack324a-kpi.indexes.json hold the part of KPI Core alone, and would
replace all other rules of the database. Merge them into the project's own files, and deploy those:
  npx kpi firebase merge --rules PATH-TO/firestore.rules --indexes PATH-TO/firestore.indexes.json
To deploy the functions, say --only functions:kpi. For a database that has no other rules and indexes, set ${ALLOWED}=1.
`,
  );
  process.exitCode = 1;
}
