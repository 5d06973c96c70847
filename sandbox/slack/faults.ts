/** What goes wrong. `drop_after_accept`: Slack does the work, and the answer never arrives. */
type FaultKind = 'rate_limited' | 'http_500' | 'hang' | 'drop_after_accept' | { error: string };

export type Fault = {
  /** A Web API method, `response_url`, or `*` for every method. */
  method: string;
  /** Only calls for this channel or person; any when not said. */
  channel?: string | undefined;
  /** `Infinity` until faults are cleared. */
  times: number;
  as: FaultKind;
  /** Seconds, for `rate_limited`; 1 when not said. */
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
    next(method: string, channel?: unknown): Fault | undefined {
      const fault = planned.find(
        (one) =>
          (one.method === method || (one.method === '*' && method !== 'response_url')) &&
          (one.channel === undefined || one.channel === channel),
      );
      if (!fault) return undefined;
      fault.times -= 1;
      planned = planned.filter((one) => one.times > 0);
      return fault;
    },
  };
}
