import type { Adapter } from '../adapter.ts';
import { leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { secretInBody } from '../tokens.ts';

/** https://developers.google.com/google-ads/webhook/docs/implementation */
export const googleAds: Adapter = {
  proof: secretInBody('google_key'),
  read: (body, { settings }) => {
    const columns = recordsAt(body, 'user_column_data');
    if (columns.length === 0) return [{ item: body, problem: 'expected user_column_data' }];
    const lead = leadFromFields(
      columns.map((column) => ({
        name: textAt(column, 'column_id'),
        label: textAt(column, 'column_name'),
        value: at(column, 'string_value'),
      })),
    );
    return [
      {
        item: body,
        lead: {
          ...lead,
          id: textAt(body, 'lead_id'),
          kind: at(body, 'is_test') === true ? 'test' : 'lead',
          channel: settings.defaults.channel ?? 'paid_search',
          occurred_at: at(body, 'lead_submit_time'),
          campaign: {
            ...(isRecord(lead.campaign) ? lead.campaign : {}),
            name: textAt(body, 'campaign_name') ?? textAt(body, 'campaign_id'),
            form: textAt(body, 'form_id'),
            gclid: textAt(body, 'gcl_id'),
          },
        },
      },
    ];
  },
  // Anything else than 200 with an empty object counts as a failure there.
  answer: () => ({ status: 200, body: {} }),
};
