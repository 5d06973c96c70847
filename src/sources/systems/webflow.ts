import { type Adapter, signature, unknownEvent } from '../adapter.ts';
import { fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';

/** https://developers.webflow.com/data/docs/working-with-webhooks: only hooks made by an app or the API are signed. */
export const webflow: Adapter = {
  proof: signature({
    header: 'x-webflow-signature',
    timestamp_header: 'x-webflow-timestamp',
    template: '{timestamp}:{body}',
  }),
  read: (body) => {
    const event = textAt(body, 'triggerType');
    if (event !== undefined && event !== 'form_submission') return [unknownEvent(body, event)];
    const form = at(body, 'payload');
    const data = at(form, 'data');
    if (!isRecord(data)) return [{ item: body, problem: 'expected the data of a form_submission' }];
    const lead = leadFromFields(fieldsOf(data));
    return [
      {
        item: form,
        lead: {
          ...lead,
          id: textAt(form, 'id'),
          occurred_at: at(form, 'submittedAt'),
          campaign: { form: textAt(form, 'name'), ...(isRecord(lead.campaign) ? lead.campaign : {}) },
        },
      },
    ];
  },
};
