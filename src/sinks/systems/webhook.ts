import { OUTCOME_TYPES } from '#domain/outcome-types.ts';
import { type Guard, type Posted, postGuarded } from '../guarded-fetch.ts';
import { waitOf } from '../http.ts';
import { addressProblem } from '../public-address.ts';
import { signingKeys, signWebhook } from '../sign-webhook.ts';
import type { EventSink, Lack, Telling } from '../sink.ts';
import type { SinkSecrets, SinkSystemDefinition } from '../system.ts';
import { SinkAway, SinkRefused } from '../trouble.ts';
import { webhookBodyOf } from '../webhook-body.ts';

/** Any address that takes signed posts (https://www.standardwebhooks.com): docs/outcomes-webhook.md. */
export const webhookSink: SinkSystemDefinition = {
  needs: ['url_env', 'secret_env'],
  hasLog: false,
  hasDeals: false,
  hasSequences: false,
  perSecond: 10,
  events: OUTCOME_TYPES,
  fields: {},
  words: { status: {}, stage: {} },
  stageOrder: [],
  open: (_, settings, secrets) => openWebhook(secrets, { allowPrivate: settings.allow_private }),
};

/** @throws SinkRefused where an address says that it is there no more (410) */
export function openWebhook({ url, signing }: SinkSecrets, guard: Guard): EventSink {
  const keys = signingKeys(signing);
  return {
    kind: 'event',
    tell: async (telling) => {
      if (url === null || keys === null)
        throw new SinkRefused('the webhook has no address or no secret', 'access');
      await telling.spend();
      const posting = postingOf(telling, keys);
      judge(await postGuarded(url, posting, guard), telling.now);
      return 'told';
    },
    lacks: async () => lacksOf(url, keys, guard),
  };
}

function postingOf(telling: Telling, keys: readonly Buffer[]) {
  const body = JSON.stringify(webhookBodyOf(telling));
  const signed = signWebhook(keys, { id: telling.id, at: telling.now, body });
  return { body, headers: { 'content-type': 'application/json', 'user-agent': 'handoff', ...signed } };
}

function judge({ status, headers }: Posted, now: Date): void {
  if (status >= 200 && status < 300) return;
  if (status === 410) {
    throw new SinkRefused(
      'the webhook says that it is there no more (HTTP 410): take it out of `sinks`, or give it another address',
      'gone',
    );
  }
  const isMoved = status >= 300 && status < 400;
  throw new SinkAway(
    `the webhook answers HTTP ${status}${isMoved ? '; it is told only at its own address, no redirect is followed' : ''}`,
    waitOf(headers, now),
  );
}

function lacksOf(url: string | null, keys: readonly Buffer[] | null, { allowPrivate }: Guard): Lack[] {
  const problem = url === null ? 'it is missing' : addressProblem(url, allowPrivate);
  return [
    ...(problem === null
      ? []
      : [{ what: `the address of the webhook: ${problem}`, fix: 'set the variable that `url_env` names' }]),
    ...(keys !== null
      ? []
      : [
          {
            what: 'the secret of the webhook is none: expected whsec_ and at least 24 bytes in base64',
            fix: 'set the variables that `secret_env` names; `echo whsec_$(openssl rand -base64 32)` makes one',
          },
        ]),
  ];
}
