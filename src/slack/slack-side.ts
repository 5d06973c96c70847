import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Metrics } from '#src/process/metrics.ts';
import type { Pace } from './pace.ts';

/** What it takes to write to Slack outside of an answer to a person. */
export type SlackSide = { client: WebClient; pace: Pace; metrics: Metrics; log: Logger };
