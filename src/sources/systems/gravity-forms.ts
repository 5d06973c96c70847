import { emailAddress } from '#domain/email-address.ts';
import type { Adapter } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { bearerToken } from '../tokens.ts';

/** What every entry has beside its answers. */
const OF_THE_ENTRY = new Set(
  'id form_id post_id date_created date_updated is_starred is_read ip source_url user_agent currency payment_status payment_date payment_amount payment_method transaction_id is_fulfilled created_by transaction_type status source_id form_title'.split(
    ' ',
  ),
);

/**
 * An entry, with the fields under their numbers (*All Fields*) or under the keys somebody gave them (*Select Fields*).
 * https://docs.gravityforms.com/category/add-ons-gravity-forms/webhooks-add-on/
 */
export const gravityForms: Adapter = {
  proof: bearerToken,
  read: (body) => {
    if (!isRecord(body) || Object.keys(body).length === 0) {
      return [{ item: body, problem: 'expected an entry of a form' }];
    }
    const fields = fieldsOf(body)
      .filter(({ name = '' }) => !OF_THE_ENTRY.has(name))
      .map(named);
    const lead = leadFromFields(fields);
    return [
      {
        item: body,
        lead: {
          ...lead,
          id: entryId(body),
          occurred_at: at(body, 'date_created'),
          campaign: {
            form: textAt(body, 'form_title') ?? textAt(body, 'form_id'),
            landing_page: textAt(body, 'source_url'),
            ...(isRecord(lead.campaign) ? lead.campaign : {}),
          },
        },
      },
    ];
  },
};

/** A number says nothing, but what stands there may: 1.3 and 1.6 are the parts of a name field. */
function named(field: Field): Field {
  const { name = '', value } = field;
  if (!/^\d+(\.\d+)?$/.test(name)) return field;
  const label = `Field ${name}`;
  if (/\.3$/.test(name)) return { name: 'first name', label, value };
  if (/\.6$/.test(name)) return { name: 'last name', label, value };
  const isAddress = typeof value === 'string' && emailAddress(value) !== null;
  return { name: isAddress ? 'email' : '', label, value };
}

function entryId(body: unknown): string | undefined {
  const entry = textAt(body, 'id');
  return entry === undefined ? undefined : `${textAt(body, 'form_id') ?? 'form'}|${entry}`;
}
