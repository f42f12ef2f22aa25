/** An error as the SDK rejects with it. */
export function wireError(code: string, message: string, details?: object): Error {
  return Object.assign(new Error(message), { code: `functions/${code}`, details });
}
