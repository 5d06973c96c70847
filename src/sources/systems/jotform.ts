import type { Adapter } from '../adapter.ts';
import { type Field, leadFromFields } from '../fields-by-name.ts';
import { parseJson } from '../json.ts';
import { at, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';
import { tokenInPath } from '../tokens.ts';

/**
 * multipart/form-data with the answers as JSON in `rawRequest`, and nothing that is signed.
 * https://www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform
 */
export const jotform: Adapter = {
  proof: tokenInPath,
  read: (body) => {
    const raw = textAt(body, 'rawRequest');
    const parsed = raw === undefined ? null : parseJson(raw);
    if (!parsed?.ok || !isRecord(parsed.value)) {
      return [{ item: body, problem: 'expected the answers of a Jotform in rawRequest' }];
    }
    const lead = leadFromFields(Object.entries(parsed.value).flatMap(fieldsIn));
    return [
      {
        item: parsed.value,
        lead: {
          ...lead,
          id: textAt(body, 'submissionID'),
          campaign: { form: textAt(body, 'formTitle'), ...(isRecord(lead.campaign) ? lead.campaign : {}) },
        },
      },
    ];
  },
};

/** `q3_workEmail` is a question; what stands beside them is of the form itself. */
function fieldsIn([key, value]: [string, unknown]): Field[] {
  const [, name] = /^q\d+_(.+)$/.exec(key) ?? [];
  if (name === undefined) return [];
  if (!isRecord(value)) return [{ name, value }];
  if (at(value, 'first') !== undefined || at(value, 'last') !== undefined) {
    return [
      { name: 'first name', value: at(value, 'first') },
      { name: 'last name', value: at(value, 'last') },
    ];
  }
  const phone = textAt(value, 'full') ?? [at(value, 'area'), at(value, 'phone')].filter(Boolean).join(' ');
  if (phone !== '') return [{ name, value: phone }];
  const isAddress = ['addr_line1', 'postal', 'country'].some((part) => at(value, part) !== undefined);
  if (!isAddress) return [{ name, value }];
  return ['country', 'state', 'city', 'postal'].map((part) => ({ name: part, value: at(value, part) }));
}
