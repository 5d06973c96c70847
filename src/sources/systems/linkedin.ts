import { createHmac } from 'node:crypto';
import { type Adapter, type Found, type Reading, signature, unknownEvent } from '../adapter.ts';
import { leadFromFields } from '../fields-by-name.ts';
import { at, recordsAt, textAt } from '../pick.ts';
import { onlyValue } from '../request.ts';

/** https://learn.microsoft.com/linkedin/marketing/lead-sync/leadsync */
export const linkedin: Adapter = {
  proof: signature({ header: 'X-LI-Signature', template: 'hmacsha256={body}' }),
  api: {
    name: 'LinkedIn',
    baseUrl: 'https://api.linkedin.com',
    headers: (token) => ({
      authorization: `Bearer ${token}`,
      'linkedin-version': '202609',
      'x-restli-protocol-version': '2.0.0',
    }),
  },
  // Asked again every two hours; after three failures nothing is sent any more.
  handshake: (query, { secrets }) => {
    const challengeCode = onlyValue(query, 'challengeCode');
    const [secret] = secrets;
    if (challengeCode === null || challengeCode.length > 200 || !secret) return null;
    const challengeResponse = createHmac('sha256', secret).update(challengeCode).digest('hex');
    return { status: 200, body: { challengeCode, challengeResponse } };
  },
  read: async (body, reading) => {
    if (textAt(body, 'type') !== 'LEAD_ACTION') return [unknownEvent(body, textAt(body, 'type'))];
    return [await readAction(body, reading)];
  },
};

const lastPart = (urn: string): string => urn.split(':').at(-1) ?? '';

async function readAction(body: unknown, { api, settings }: Reading): Promise<Found> {
  const urn = textAt(body, 'leadGenFormResponse');
  const action = textAt(body, 'leadAction');
  const id = lastPart(urn ?? '');
  if (urn === undefined || !/^[\w-]+$/.test(id))
    return { item: body, problem: 'expected a leadGenFormResponse' };
  const about = {
    id: [urn, action, textAt(body, 'occurredAt')].join('|'),
    occurred_at: at(body, 'occurredAt'),
    refs: [{ system: 'linkedin', type: 'lead', id }],
  };
  if (action === 'DELETED') return { item: body, lead: { ...about, kind: 'erasure' } };
  if (action !== 'CREATED') return unknownEvent(body, action);
  if (api === null) {
    return {
      item: body,
      problem: 'it names a lead only: expected `api` in the settings of the source, to read it',
    };
  }
  const response = await api.get(`/rest/leadFormResponses/${id}`);
  if (response === null) return { item: body, ignored: 'LinkedIn has this lead no more' };
  const formId = /leadGenForm:(\d+)/.exec(
    textAt(response, 'versionedLeadGenFormUrn') ?? textAt(body, 'leadGenForm') ?? '',
  )?.[1];
  const form = formId === undefined ? null : await api.get(`/rest/leadForms/${formId}`);
  const questions = new Map(
    recordsAt(form, 'content', 'questions').map((question) => [textAt(question, 'questionId'), question]),
  );
  const lead = leadFromFields(
    recordsAt(response, 'formResponse', 'answers').map((answer) => {
      const question = questions.get(textAt(answer, 'questionId'));
      return {
        name: textAt(question, 'predefinedField') ?? textAt(question, 'name'),
        label: textAt(question, 'name') ?? `Question ${textAt(answer, 'questionId')}`,
        value: answerOf(at(answer, 'answerDetails'), question),
      };
    }),
  );
  return {
    item: response,
    lead: {
      ...lead,
      ...about,
      occurred_at: at(response, 'submittedAt') ?? about.occurred_at,
      channel:
        settings.defaults.channel ?? (textAt(body, 'leadType') === 'SPONSORED' ? 'paid_social' : 'social'),
      campaign: { form: textAt(form, 'name') },
    },
  };
}

/** A text, or the names of what was chosen. */
function answerOf(details: unknown, question: unknown): unknown {
  const text = at(details, 'textQuestionAnswer', 'answer');
  if (text !== undefined) return text;
  const options = new Map(
    recordsAt(question, 'questionDetails', 'multipleChoiceQuestionDetails', 'options').map((option) => [
      textAt(option, 'id'),
      textAt(option, 'text', 'localized', 'en_US') ?? textAt(option, 'text'),
    ]),
  );
  const chosen = at(details, 'multipleChoiceAnswer', 'options');
  return [chosen].flat().map((one) => options.get(textAt(one)) ?? textAt(one));
}
