import type { AskedTool } from './meta.ts';
import { JSON_TYPE, json, keyed, QUESTION, sizeOf, split, type Tool } from './tool.ts';
import { type Answer, type Asked, hasToken, type Json, NOT_FOUND, ok } from './tool-api.ts';

/** LinkedIn's lead sync: a version has to be named. */
export function linkedinApi(
  responses: Record<string, Json>,
  forms: Record<string, Json>,
): (asked: Asked) => Answer {
  return (asked) => {
    if (!hasToken(asked))
      return { status: 401, body: { serviceErrorCode: 65600, message: 'Invalid access token' } };
    if (!/^20\d{4}$/.test(String(asked.headers['linkedin-version']))) {
      return { status: 400, body: { code: 'VERSION_MISSING' } };
    }
    const [, kind, id = ''] = /^\/rest\/(leadFormResponses|leadForms)\/([\w-]+)$/.exec(asked.path) ?? [];
    const found = kind === 'leadForms' ? forms[id] : kind === 'leadFormResponses' ? responses[id] : undefined;
    return found ? ok(found) : NOT_FOUND;
  };
}

export const linkedinSends: Tool['sends'] = (body, { secret }) => ({
  headers: { ...JSON_TYPE, 'x-li-signature': keyed('sha256', secret, `hmacsha256=${body}`, 'hex') },
  body,
});

const FORM = 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:1,1)';
const QUESTIONS = [
  { questionId: 1, name: 'First name', predefinedField: 'FIRST_NAME' },
  { questionId: 2, name: 'Last name', predefinedField: 'LAST_NAME' },
  { questionId: 3, name: 'Email', predefinedField: 'EMAIL' },
  { questionId: 4, name: 'Phone number', predefinedField: 'PHONE_NUMBER' },
  { questionId: 5, name: 'Job title', predefinedField: 'JOB_TITLE' },
  { questionId: 6, name: 'Company name', predefinedField: 'COMPANY_NAME' },
  { questionId: 7, name: 'Company size', predefinedField: 'COMPANY_SIZE' },
  { questionId: 8, name: 'Industry', predefinedField: 'INDUSTRY' },
  { questionId: 9, name: 'Country/Region', predefinedField: 'COUNTRY' },
  { questionId: 10, name: QUESTION },
];

/** https://learn.microsoft.com/linkedin/marketing/lead-sync/leadsync */
export function createLinkedin(): AskedTool {
  const responses: Record<string, Json> = {};
  const form = { versionId: 1, name: 'Ask for a demo', content: { questions: QUESTIONS } };
  return {
    format: 'linkedin',
    says: (said) => {
      const { first, last } = split(said.name);
      const answers = [
        ...[first, last, said.email, said.phone, said.title, said.company, sizeOf(said)],
        ...[said.industry, said.country, said.answer],
      ];
      responses[said.id] = {
        ...{ leadType: 'SPONSORED', versionedLeadGenFormUrn: FORM, submittedAt: said.at },
        formResponse: {
          answers: answers.flatMap((answer, no) =>
            answer === undefined
              ? []
              : [
                  {
                    questionId: no + 1,
                    answerDetails: { textQuestionAnswer: { answer: String(answer) } },
                  },
                ],
          ),
        },
      };
      return json({
        ...{ type: 'LEAD_ACTION', leadGenFormResponse: `urn:li:leadGenFormResponse:${said.id}` },
        ...{ leadGenForm: FORM, leadType: 'SPONSORED', leadAction: 'CREATED', occurredAt: said.at },
      });
    },
    sends: linkedinSends,
    writesTime: (at) => at.getTime(),
    plays: linkedinApi(responses, { 1: form }),
    tellsTime: true,
  };
}
