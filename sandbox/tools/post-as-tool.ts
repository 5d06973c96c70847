import type { Sent } from './tool.ts';

/** What a tool is answered for what it sends to this address. */
export async function postAsTool(
  url: string,
  { path = '', headers, body }: Sent,
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}
