import { describeAdapter } from '@pack324a/testkit';
import { firestoreAdapter } from './firestore-adapter.ts';

describeAdapter('Firestore', () => firestoreAdapter());
