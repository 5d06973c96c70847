import type { RequestHeaders } from './headers.ts';

/** A request as it came, before anything of it is believed. */
export type SignedRequest = {
  headers: RequestHeaders;
  body: Buffer;
  /** How it was asked for; not known of a body that comes from a file. */
  asked?: Asked;
};

export type Asked = {
  method: string;
  /** The whole address as the world sees it; null where nobody said what that is. */
  url: string | null;
  query: URLSearchParams;
  /** What stands behind the source's id in the path. */
  token: string | null;
};

/** The one value of a parameter; null when it is missing, empty or there are several. */
export function onlyValue(query: URLSearchParams | undefined, parameter: string): string | null {
  const [value, ...more] = query?.getAll(parameter) ?? [];
  return value !== undefined && value !== '' && more.length === 0 ? value : null;
}
