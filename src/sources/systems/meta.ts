import { type Adapter, type Found, type Reading, signature, unknownEvent } from '../adapter.ts';
import { sameBytes } from '../compare.ts';
import { leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { onlyValue } from '../request.ts';

/** https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving */
export const meta: Adapter = {
  proof: signature({ header: 'X-Hub-Signature-256', prefix: 'sha256=' }),
  needs: ['verify_env'],
  api: {
    name: 'Meta',
    baseUrl: 'https://graph.facebook.com/v23.0',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    // A refusal is always a 400. https://developers.facebook.com/docs/graph-api/guides/error-handling
    meaning: (answer) => {
      const code = textAt(answer, 'error', 'code') ?? '';
      if (code === '100' && textAt(answer, 'error', 'error_subcode') === '33') return 'missing';
      return BUSY.has(code) ? 'busy' : null;
    },
  },
  handshake: (query, { verify }) => {
    const token = onlyValue(query, 'hub.verify_token') ?? '';
    const challenge = onlyValue(query, 'hub.challenge');
    const isOurs = verify.some((one) => one !== '' && sameBytes(Buffer.from(token), Buffer.from(one)));
    if (onlyValue(query, 'hub.mode') !== 'subscribe' || challenge === null || !isOurs) {
      return { status: 403, body: { error: 'verification failed' } };
    }
    return { status: 200, text: challenge, contentType: 'text/plain' };
  },
  read: async (body, reading) => {
    const changes = recordsAt(body, 'entry').flatMap((entry) => recordsAt(entry, 'changes'));
    if (changes.length === 0) return [{ item: body, problem: 'expected entry[].changes[]' }];
    const found: Found[] = [];
    for (const change of changes) found.push(await readChange(change, reading));
    return found;
  },
};

/** Trouble of theirs, and limits of the app, the user and the page. */
const BUSY = new Set(['1', '2', '4', '17', '32', '341', '613', '80005']);

const FIELDS =
  'created_time,id,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,platform,field_data';

async function readChange(change: unknown, { api, settings }: Reading): Promise<Found> {
  const id = textAt(change, 'value', 'leadgen_id');
  if (textAt(change, 'field') !== 'leadgen') return unknownEvent(change, textAt(change, 'field'));
  if (id === undefined || !/^\d+$/.test(id)) return { item: change, problem: 'expected a leadgen_id' };
  if (api === null) {
    return {
      item: change,
      problem: 'it names a lead only: expected `api` in the settings of the source, to read it',
    };
  }
  const read = await api.get(`/${id}`, { fields: FIELDS });
  if (read === null) return { item: change, ignored: 'Meta has this lead no more' };
  const lead = leadFromFields(
    recordsAt(read, 'field_data').map((field) => {
      const values = at(field, 'values');
      return {
        name: textAt(field, 'name'),
        value: Array.isArray(values) && values.length === 1 ? values[0] : values,
      };
    }),
  );
  return {
    item: read,
    lead: {
      ...lead,
      id,
      occurred_at: at(read, 'created_time') ?? at(change, 'value', 'created_time'),
      refs: [{ system: 'meta', type: 'lead', id }],
      channel: settings.defaults.channel ?? (at(read, 'is_organic') === true ? 'social' : 'paid_social'),
      campaign: {
        ...(isRecord(lead.campaign) ? lead.campaign : {}),
        name: textAt(read, 'campaign_name') ?? textAt(read, 'campaign_id'),
        form: textAt(read, 'form_id') ?? textAt(change, 'value', 'form_id'),
      },
    },
  };
}
