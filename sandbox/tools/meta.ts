import { JSON_TYPE, json, keyed, QUESTION, sizeOf, type Tool } from './tool.ts';
import { type Answer, type Asked, hasToken, type Json, ok } from './tool-api.ts';

/** A tool that only says which lead there is, and is asked for the rest of it. */
export type AskedTool = Tool & { plays: (asked: Asked) => Answer };

/** Meta's Graph API: every refusal is a 400 with a code; only fields that were asked for are told. */
export function metaApi(leads: Record<string, Json>): (asked: Asked) => Answer {
  const refuse = (code: number, more: Json = {}): Answer => ({
    status: 400,
    body: { error: { message: 'refused', type: 'OAuthException', code, ...more } },
  });
  return (asked) => {
    if (!hasToken(asked)) return refuse(190);
    const lead = leads[asked.path.slice(1)];
    if (!lead) return refuse(100, { error_subcode: 33 });
    const fields = (asked.query.get('fields') ?? 'id,created_time').split(',');
    return ok(Object.fromEntries(fields.flatMap((name) => (name in lead ? [[name, lead[name]]] : []))));
  };
}

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads */
export const metaSends: Tool['sends'] = (body, { secret }) => ({
  headers: { ...JSON_TYPE, 'x-hub-signature-256': `sha256=${keyed('sha256', secret, body, 'hex')}` },
  body,
});

/** https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving */
export function createMeta(): AskedTool {
  const leads: Record<string, Json> = {};
  return {
    format: 'meta',
    auth: { verify_env: ['SECRET_OF_THE_TOOL'] },
    says: (said) => {
      const fields = {
        ...{ full_name: said.name, email: said.email, phone_number: said.phone, job_title: said.title },
        ...{ company_name: said.company, company_size: sizeOf(said), industry: said.industry },
        ...{ country: said.country, [QUESTION]: said.answer },
      };
      const told = Object.entries(fields).filter(([, value]) => value !== undefined);
      leads[said.id] = {
        ...{ id: said.id, created_time: said.at, campaign_name: 'Autumn demo', form_id: '12312312312' },
        ...{ is_organic: false, platform: 'fb' },
        field_data: told.map(([name, value]) => ({ name, values: [String(value)] })),
      };
      const value = { leadgen_id: said.id, page_id: '153125381133', form_id: '12312312312' };
      return json({
        object: 'page',
        entry: [{ id: '153125381133', changes: [{ field: 'leadgen', value }] }],
      });
    },
    sends: metaSends,
    plays: metaApi(leads),
    tellsTime: true,
  };
}
