import { type Adapter, signature, unknownEvent } from '../adapter.ts';
import { type Field, fieldsOf, leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { isRecord } from '../record.ts';

/** https://www.typeform.com/developers/webhooks/example-payload */
export const typeform: Adapter = {
  proof: signature({ header: 'Typeform-Signature', encoding: 'base64', prefix: 'sha256=' }),
  read: (body) => {
    const event = textAt(body, 'event_type');
    const response = at(body, 'form_response');
    // A response that was broken off may still be sent whole.
    if (event !== undefined && event !== 'form_response') return [unknownEvent(body, event)];
    if (!isRecord(response)) return [{ item: body, problem: 'expected a form_response' }];
    const hidden = at(response, 'hidden');
    const lead = leadFromFields([...answers(response), ...(isRecord(hidden) ? fieldsOf(hidden) : [])]);
    return [
      {
        item: response,
        lead: {
          ...lead,
          // Typeform gives each try an event_id of its own.
          id: textAt(response, 'token'),
          occurred_at: at(response, 'submitted_at'),
          campaign: {
            ...(isRecord(lead.campaign) ? lead.campaign : {}),
            form: textAt(response, 'definition', 'title'),
          },
        },
      },
    ];
  },
};

function answers(response: unknown): Field[] {
  const titles = new Map(
    recordsAt(response, 'definition', 'fields').map((field) => [textAt(field, 'id'), textAt(field, 'title')]),
  );
  return recordsAt(response, 'answers').map((answer) => {
    const type = textAt(answer, 'type') ?? '';
    return {
      name: textAt(answer, 'field', 'ref'),
      label: titles.get(textAt(answer, 'field', 'id')) ?? type,
      value: answerOf(answer, type),
      ...(type === 'email' || type === 'phone_number' ? { name: type } : {}),
    };
  });
}

function answerOf(answer: unknown, type: string): unknown {
  const value = at(answer, type);
  if (type === 'choice') return textAt(value, 'label') ?? textAt(value, 'other');
  if (type === 'choices') return [at(value, 'labels'), at(value, 'other')].flat();
  if (type === 'payment') return `${textAt(value, 'amount') ?? ''}`;
  return value;
}
