import { register } from 'node:module';

/** Where the SDK is not installed, Node fails to resolve it like this. */
const hook = `export async function resolve(name, context, next) {
  if (!name.startsWith('firebase-admin')) return next(name, context);
  const error = new Error("Cannot find package 'firebase-admin' imported from " + context.parentURL);
  throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
