import { describeGenerated } from '@pack324a/testkit';
import { firestoreAdapter } from './adapter/firestore-adapter.ts';

describeGenerated('Firestore', () => firestoreAdapter(), { runs: 200 });
