import { type Json, records } from './json.ts';

/**
 * What goes wrong. `drop_after_accept`: Slack does the work, and the answer never arrives; `cut`: half of it does.
 * `html_200`: a page for people in place of an answer, as of maintenance or of a proxy. `answer`: some other JSON.
 */
type FaultKind =
  | 'rate_limited'
  | 'rate_limited_without_header'
  | 'http_500'
  | 'html_200'
  | 'hang'
  | 'drop_after_accept'
  | 'cut'
  | { error: string }
  | { answer: unknown };

/** Whether Slack does the work all the same. */
export const isDoneAllTheSame = ({ as }: Fault): boolean => as === 'drop_after_accept' || as === 'cut';

/** What a reader of it would see is no code, and long. */
export const MAINTENANCE_PAGE = `<!DOCTYPE html><html><head><title>Back soon</title></head><body>${'<p>We are down for maintenance.</p>'.repeat(40)}</body></html>`;

export type Fault = {
  /** A Web API method, `response_url`, or `*` for every method. */
  method: string;
  /** Only calls for this channel or person; any when not said. */
  channel?: string | undefined;
  /** `Infinity` until faults are cleared. */
  /** Only calls whose message has such a block: a workspace that does not know it yet. */
  withBlock?: string;
  times: number;
  as: FaultKind;
  /** Seconds, for `rate_limited` (1 when not said), and beside an `answer`. */
  retryAfter?: number;
};

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  let planned: Fault[] = [];

  return {
    add(fault: Fault): void {
      planned.push({ ...fault });
    },

    clear(): void {
      planned = [];
    },

    /** The fault of this call, if one is planned; each is used up in the order it was asked for. */
    next(method: string, args: Json = {}): Fault | undefined {
      const fault = planned.find(
        (one) =>
          (one.method === method || (one.method === '*' && method !== 'response_url')) &&
          (one.channel === undefined || one.channel === args.channel) &&
          (one.withBlock === undefined || records(args.blocks).some(({ type }) => type === one.withBlock)),
      );
      if (!fault) return undefined;
      fault.times -= 1;
      planned = planned.filter((one) => one.times > 0);
      return fault;
    },
  };
}
