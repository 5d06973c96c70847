import type { Adapter } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { keyHeader } from '../tokens.ts';

/** What the template of docs/sources.md names, and no field of a lead. */
const OF_THE_CALL = new Set([
  'source',
  'leadId',
  'score',
  'program',
  'campaign',
  'triggerName',
  'occurredAt',
]);

/** What a *Call Webhook* step sends by our template. https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/webhooks/webhooks */
export const marketo: Adapter = {
  proof: keyHeader,
  read: (body) => {
    if (!isRecord(body) || textAt(body, 'leadId') === undefined) {
      return [{ item: body, problem: 'expected leadId, as the template has it' }];
    }
    const fields: Field[] = fieldsOf(body).filter(({ name = '' }) => !OF_THE_CALL.has(name));
    const lead = leadFromFields(fields);
    const id = textAt(body, 'leadId');
    // One trigger is one event: Marketo has no id for it, and tells of it again within the minute at most.
    const minute = textAt(body, 'occurredAt')?.slice(0, 16);
    return [
      {
        item: body,
        lead: {
          ...lead,
          id: minute === undefined ? undefined : [id, textAt(body, 'triggerName') ?? '', minute].join('|'),
          occurred_at: at(body, 'occurredAt'),
          refs: [{ system: 'marketo', type: 'lead', id }],
          score: { value: at(body, 'score'), reasons: textAt(body, 'triggerName') },
          campaign: {
            ...(isRecord(lead.campaign) ? lead.campaign : {}),
            name: textAt(body, 'program') ?? textAt(body, 'campaign'),
          },
        },
      },
    ];
  },
  // Flat texts, which Marketo's response mapping can write into fields of the lead.
  answer: ({ repeated, now }) => ({
    status: 200,
    body: { handoffStatus: repeated ? 'repeated' : 'received', handoffReceivedAt: now.toISOString() },
  }),
};
