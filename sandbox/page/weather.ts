import type { SandboxSlack } from '../slack/create-sandbox-slack.ts';
import type { Fault } from '../slack/faults.ts';
import type { Weather } from './protocol.ts';

const RETRY_AFTER_SECONDS = 5;

const FAULTS: Record<Exclude<Weather, 'fine'>, Fault> = {
  busy: { method: '*', times: Infinity, as: 'rate_limited', retryAfter: RETRY_AFTER_SECONDS },
  failing: { method: '*', times: Infinity, as: 'http_500' },
};
const WORDS: Record<Weather, string> = {
  busy: `Slack is busy: it answers every call with 429, come back in ${RETRY_AFTER_SECONDS} seconds`,
  failing: 'Slack fails: it answers every call with 500',
  fine: 'Slack is fine again: what waits is tried again within a minute',
};

export type SlackWeather = { is: () => Weather; change: (weather: Weather) => void };

/** How the stand-in Slack behaves towards the app, until it is changed. */
export function createWeather(slack: SandboxSlack, tell: (lines: string[]) => void): SlackWeather {
  let weather: Weather = 'fine';
  return {
    is: () => weather,
    change: (next) => {
      if (next === weather) return;
      weather = next;
      slack.clearFaults();
      if (next !== 'fine') slack.fail(FAULTS[next]);
      tell([WORDS[next]]);
    },
  };
}
