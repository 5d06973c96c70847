/** The headers of a request as `node:http` gives them: lower-case names, a list where one came several times. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The one value of a header; null when it is missing, empty or there are several. */
export function readHeader(headers: RequestHeaders, name: string): string | null {
  const key = name.toLowerCase();
  if (!Object.hasOwn(headers, key)) return null;
  const value = headers[key];
  if (typeof value === 'string') return value === '' ? null : value;
  return value?.length === 1 && value[0] ? value[0] : null;
}
