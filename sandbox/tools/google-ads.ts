import { JSON_TYPE, json, QUESTION, sizeOf, type Tool } from './tool.ts';

/** https://developers.google.com/google-ads/webhook/docs/implementation */
export const googleAds: Tool = {
  format: 'google-ads',
  says: (said) => {
    const columns = [
      { column_id: 'FULL_NAME', column_name: 'Full Name', value: said.name },
      { column_id: 'EMAIL', column_name: 'User Email', value: said.email },
      { column_id: 'PHONE_NUMBER', column_name: 'User Phone', value: said.phone },
      { column_id: 'JOB_TITLE', column_name: 'Job Title', value: said.title },
      { column_id: 'COMPANY_NAME', column_name: 'Company Name', value: said.company },
      { column_id: 'COMPANY_SIZE', column_name: 'Company Size', value: sizeOf(said) },
      { column_id: 'INDUSTRY', column_name: 'Industry', value: said.industry },
      { column_id: 'COUNTRY', column_name: 'Country', value: said.country },
      { column_id: 'what_should_get_better', column_name: QUESTION, value: said.answer },
    ].filter(({ value }) => value !== undefined);
    return json({
      ...{ lead_id: said.id, lead_submit_time: said.at, campaign_id: 7, form_id: 8, gcl_id: 'g-1' },
      user_column_data: columns.map(({ value, ...column }) => ({ ...column, string_value: String(value) })),
    });
  },
  sends: (body, { secret }) => ({
    headers: JSON_TYPE,
    body: body.replace('{', () => `{"google_key":${json(secret)},`),
  }),
  tellsTime: true,
};
