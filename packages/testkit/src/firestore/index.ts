export {
  type DoubleMeter,
  type DoubleOptions,
  type DoubleRequest,
  type FirestoreDouble,
  firestoreDouble,
  missingIndexFailure,
} from './double.ts';
export { FirestoreFailure } from './errors.ts';
export type { Fault, Faults, Operation } from './faults.ts';
export { describeGateway, type GatewayOptions } from './gateway-contract.ts';
export { GeoPointValue, ReferenceValue } from './values.ts';
