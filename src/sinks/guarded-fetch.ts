import { type LookupAddress, lookup as lookUp } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressProblem, isPublic, PRIVATE } from './public-address.ts';
import { SinkAway, SinkRefused } from './trouble.ts';

/**
 * Posts to an address that somebody wrote into settings. The name is asked for once, what it stands for is judged, and that very
 * address is connected to: a name that stands for another address a moment later gains nothing. Redirects are not
 * followed, proxies of the environment not used.
 */

export type Posting = { headers: Readonly<Record<string, string>>; body: string };
export type Posted = { status: number; headers: Headers };

export type Guard = {
  allowPrivate: boolean;
  /** Asks for a name; of tests. */
  lookup?: Lookup;
  /** Whom to trust beside the usual authorities. */
  ca?: string;
  timeoutMs?: number;
};
export type Lookup = (
  host: string,
  options: { all: true },
  tell: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const TIMEOUT_MS = 15_000;
/** What is read of an answer, so that whoever answers may finish. None of it is kept. */
const MOST_READ = 64 * 1024;

/**
 * @throws SinkAway where it cannot be reached in 15 s
 * @throws SinkRefused where its address is private, or otherwise none that is told
 */
export async function postGuarded(address: string, posting: Posting, guard: Guard): Promise<Posted> {
  const problem = addressProblem(address, guard.allowPrivate);
  if (problem !== null)
    throw new SinkRefused(`the address of the webhook cannot be told: ${problem}`, 'access');
  const url = new URL(address);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const bytes = Buffer.from(posting.body);
  const options: RequestOptions & { ca?: string } = {
    method: 'POST',
    headers: { ...posting.headers, 'content-length': String(bytes.length) },
    // A connection of its own, so that none is used that was judged by other settings.
    agent: false,
    lookup: judgedLookup(guard),
    signal: AbortSignal.timeout(guard.timeoutMs ?? TIMEOUT_MS),
    ...(guard.ca !== undefined && { ca: guard.ca }),
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(url, options, resolve).on('error', reject).end(bytes);
    });
    await readSome(answer);
    return { status: answer.statusCode ?? 0, headers: headersOf(answer) };
  } catch (cause) {
    if (cause instanceof SinkRefused) throw cause;
    throw new SinkAway(`the webhook cannot be reached (${codeOf(cause)})`, null, { cause });
  }
}

/** What stands behind a name, unless some of it is private: whoever mixes both means no good. */
function judgedLookup({ allowPrivate, lookup = lookUp }: Guard): LookupFunction {
  return (host, options, tell) => {
    lookup(host, { all: true }, (error, addresses) => {
      if (error !== null) return tell(error, []);
      const isRefused = !allowPrivate && addresses.some((one) => !isPublic(one.address));
      if (isRefused)
        return tell(new SinkRefused(`the address of the webhook cannot be told: ${PRIVATE}`, 'access'), []);
      const [first] = addresses;
      if (first === undefined) return tell(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
      return options.all === true ? tell(null, addresses) : tell(null, first.address, first.family);
    });
  };
}

/** Its status counts, whatever becomes of the rest. */
async function readSome(answer: IncomingMessage): Promise<void> {
  let read = 0;
  await new Promise<void>((resolve) => {
    answer
      .on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > MOST_READ) answer.destroy();
      })
      .on('error', () => resolve())
      .on('close', resolve);
  });
}

const headersOf = ({ headers }: IncomingMessage): Headers => {
  const [wait] = [headers['retry-after']].flat();
  return new Headers(wait === undefined ? {} : { 'retry-after': wait });
};

/** By its code: messages of these failures hold names and addresses. */
function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'no reason given';
  if (failure.name === 'TimeoutError' || failure.name === 'AbortError') return 'no answer in 15 s';
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.name;
}
