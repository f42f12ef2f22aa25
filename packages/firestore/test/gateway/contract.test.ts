import { describeGateway, firestoreDouble } from '@pack324a/testkit';

describeGateway('the double', async () => firestoreDouble());
