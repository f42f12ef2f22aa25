/** The gateway over the SDK: the only place that knows it. */
export * from './connect.ts';
export { sdkGateway } from './sdk-gateway.ts';
