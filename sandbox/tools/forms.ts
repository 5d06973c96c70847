import { bearer, JSON_TYPE, json, keyed, plainTime, QUESTION, sizeOf, split, type Tool } from './tool.ts';

/** Forms and calendars on a page of one's own. */

/** https://www.typeform.com/developers/webhooks/example-payload */
const typeform: Tool = {
  format: 'typeform',
  says: (said) => {
    const asked = [
      { ref: 'x1', title: 'Your work email', type: 'email', value: said.email },
      { ref: 'name', title: 'Your name', type: 'text', value: said.name },
      { ref: 'x3', title: 'Your phone', type: 'phone_number', value: said.phone },
      { ref: 'x4', title: 'Job title', type: 'text', value: said.title },
      { ref: 'x5', title: 'Company', type: 'text', value: said.company },
      { ref: 'x2', title: 'Company size', type: said.isWrong ? 'text' : 'number', value: sizeOf(said) },
      { ref: 'x6', title: 'Industry', type: 'text', value: said.industry },
      { ref: 'x7', title: 'Country', type: 'text', value: said.country },
      { ref: 'x8', title: QUESTION, type: 'text', value: said.answer },
    ].filter(({ value }) => value !== undefined);
    return json({
      event_type: 'form_response',
      form_response: {
        ...{ token: said.id, submitted_at: said.at },
        definition: { title: 'Demo', fields: asked.map(({ ref, title }) => ({ id: `f-${ref}`, title })) },
        answers: asked.map(({ ref, type, value }) => ({
          type,
          [type]: value,
          field: { id: `f-${ref}`, ref },
        })),
      },
    });
  },
  sends: (body, { secret }) => ({
    headers: { ...JSON_TYPE, 'typeform-signature': `sha256=${keyed('sha256', secret, body, 'base64')}` },
    body,
  }),
  unknown: json({ event_type: 'form_response_partial', form_response: {} }),
  tellsTime: true,
};

/** https://developers.webflow.com/data/docs/working-with-webhooks */
const webflow: Tool = {
  format: 'webflow',
  says: (said) =>
    json({
      triggerType: 'form_submission',
      payload: {
        ...{ id: said.id, name: 'Contact', submittedAt: said.at },
        data: {
          ...{ Email: said.email, Name: said.name, 'Phone Number': said.phone, 'Job title': said.title },
          ...{ Company: said.company, 'Company size': sizeOf(said), Industry: said.industry },
          ...{ Country: said.country, [QUESTION]: said.answer },
        },
      },
    }),
  sends: (body, { at, secret }) => ({
    headers: {
      ...JSON_TYPE,
      'x-webflow-timestamp': String(at.getTime()),
      'x-webflow-signature': keyed('sha256', secret, `${at.getTime()}:${body}`, 'hex'),
    },
    body,
  }),
  unknown: json({ triggerType: 'site_publish', payload: {} }),
  ...{ isTimed: true, tellsTime: true },
};

/** https://www.jotform.com/help/245-how-to-setup-a-webhook-with-jotform */
const jotform: Tool = {
  format: 'jotform',
  says: (said) => {
    const raw = {
      ...{ slug: 'submit/1/', q3_name: split(said.name), q4_email: said.email },
      ...(said.phone !== undefined && { q6_phoneNumber: { full: said.phone } }),
      ...{ q5_companySize: sizeOf(said), q7_companyName: said.company, q8_jobTitle: said.title },
      ...{ q9_industry: said.industry, q10_country: said.country, q11_whatShouldGetBetter: said.answer },
    };
    const fields = { formID: '1', submissionID: said.id, formTitle: 'Contact', rawRequest: json(raw) };
    const parts = Object.entries(fields).map(
      ([field, value]) => `--xyz\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
    );
    return `${parts.join('')}--xyz--\r\n`;
  },
  sends: (body, { secret }) => ({
    ...{ path: `/${secret}`, body },
    headers: { 'content-type': 'multipart/form-data; boundary=xyz' },
  }),
};

/** https://docs.gravityforms.com/category/add-ons-gravity-forms/webhooks-add-on/ */
const gravityForms: Tool = {
  format: 'gravity-forms',
  says: (said) =>
    json({
      ...{ id: said.id, form_id: '4', date_created: said.at, source_url: 'https://acme.example/demo' },
      ...{ '1.3': split(said.name).first, '1.6': split(said.name).last, 2: said.email },
      ...{ phone: said.phone, job_title: said.title, company: said.company, employees: sizeOf(said) },
      ...{ industry: said.industry, country: said.country, [QUESTION]: said.answer },
    }),
  sends: bearer,
  writesTime: plainTime,
  tellsTime: true,
};

/** https://developer.calendly.com/api-docs */
const calendly: Tool = {
  format: 'calendly',
  says: (said) =>
    json({
      event: 'invitee.created',
      created_at: said.at,
      payload: {
        ...{ uri: said.id, email: said.email, name: said.name, old_invitee: null },
        text_reminder_number: said.phone,
        questions_and_answers:
          said.answer === undefined ? [] : [{ position: 0, question: QUESTION, answer: said.answer }],
        scheduled_event: {
          ...{ name: 'Demo', event_memberships: [] },
          start_time: said.isWrong ? 'soon' : (said.startsAt ?? '2026-11-25T14:00:00Z'),
        },
      },
    }),
  sends: (body, { at, secret }) => {
    const seconds = Math.floor(at.getTime() / 1_000);
    const signature = keyed('sha256', secret, `${seconds}.${body}`, 'hex');
    return {
      headers: { ...JSON_TYPE, 'calendly-webhook-signature': `t=${seconds},v1=${signature}` },
      body,
    };
  },
  unknown: json({ event: 'event_type.created', payload: {} }),
  ...{ isTimed: true, tellsTime: true },
};

export const FORMS = [typeform, webflow, jotform, gravityForms, calendly] as const;
