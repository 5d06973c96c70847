import { expect, test } from 'vitest';
import { parseBody } from '#src/sources/body.ts';
import { type ItemResult, readItems } from '#src/sources/read-items.ts';
import { makeReadable, readPayload } from './make-source.ts';

/** What a source with this mapping finds in a recorded payload. */
async function read(file: string, source: Parameters<typeof makeReadable>[0]): Promise<ItemResult[]> {
  const parsed = await parseBody('application/json', readPayload(file));
  if (!parsed.ok) throw new Error(parsed.problem);
  return readItems(
    makeReadable({ format: 'mapped', ...source }),
    parsed.value,
    new Date('2026-11-21T18:00:00Z'),
  );
}

const emptyLead = {
  schema_version: 1,
  kind: 'lead',
  refs: [],
  person: {},
  account: {},
  signals: [],
  tags: [],
};
const found = (key: string | null, lead: object) => ({
  ok: true,
  ignored: false,
  key,
  warnings: [],
  lead: { ...emptyLead, ...lead },
});

test('Typeform: answers are found by the reference of their question', async () => {
  const items = await read('typeform.form_response.json', {
    when: 'form_response.form_id = "lT4Z3j"',
    map: {
      id: 'form_response.token',
      occurred_at: 'form_response.submitted_at',
      'person.first_name': 'form_response.answers[field.ref="first_name"].text',
      'person.email': 'form_response.answers[field.ref="email"].email',
      'account.employees': 'form_response.answers[field.ref="seats"].number',
      channel: '"demo_request"',
      temperature: 'form_response.calculated.score >= 8 ? "hot" : "warm"',
      'campaign.form': 'form_response.definition.title',
      'campaign.utm_source': 'form_response.hidden.utm_source',
      'campaign.utm_campaign': 'form_response.hidden.utm_campaign',
      'discovery.timeline': 'form_response.answers[field.ref="start"].date',
      'discovery.answers': `form_response.answers.(
        $ref := field.ref;
        { "question": $body.form_response.definition.fields[ref=$ref].title,
          "answer": $firstNonEmpty(text, email, choice.label, choices.labels, boolean, number, date) })`,
    },
  });
  expect(items).toEqual([
    found('a3a12ec67a1365927098a606107fac15', {
      id: 'a3a12ec67a1365927098a606107fac15',
      occurred_at: '2026-11-21T17:58:02.000Z',
      person: { first_name: 'Laura Inventada', email: 'laura@muestra.example' },
      account: { employees: 25 },
      channel: 'demo_request',
      temperature: 'hot',
      campaign: { form: 'Webhooks example', utm_source: 'newsletter', utm_campaign: 'autumn-2026' },
      discovery: {
        timeline: '2027-01-15',
        answers: [
          { question: 'What is your first name?', answer: 'Laura Inventada' },
          { question: 'What is your work email?', answer: 'laura@muestra.example' },
          { question: 'Which office?', answer: 'London' },
          { question: 'Which products?', answer: 'Routing, Reporting' },
          { question: 'May we contact you?', answer: 'true' },
          { question: 'How many seats?', answer: '25' },
          { question: 'When do you want to start?', answer: '2027-01-15' },
        ],
      },
    }),
  ]);
});

test('Webflow: field names with spaces, and a phone that is a number', async () => {
  const items = await read('webflow.form_submission.json', {
    map: {
      id: 'payload.id',
      occurred_at: 'payload.submittedAt',
      'person.first_name': 'payload.data.`First Name`',
      'person.last_name': 'payload.data.`Last Name`',
      'person.email': 'payload.data.email',
      'person.phone': 'payload.data.`Phone Number`',
      'campaign.form': 'payload.name',
    },
    defaults: { channel: 'website' },
  });
  expect(items).toEqual([
    found('6321ca84df3949bfc6752327', {
      id: '6321ca84df3949bfc6752327',
      occurred_at: '2026-11-21T17:59:16.117Z',
      person: {
        first_name: 'Zaphod',
        last_name: 'Placeholder',
        email: 'zaphod@goldheart.example',
        phone: '15550000000',
      },
      campaign: { form: 'Contact Us' },
      channel: 'website',
    }),
  ]);
});

test('Calendly: a booking brings its meeting, and its one answer stays a list', async () => {
  const items = await read('calendly.invitee-created.json', {
    when: 'event = "invitee.created"',
    map: {
      id: 'event & "|" & payload.uri',
      occurred_at: 'created_at',
      'person.full_name': 'payload.name',
      'person.email': 'payload.email',
      'person.time_zone': 'payload.timezone',
      channel: '"demo_request"',
      'campaign.utm_source': 'payload.tracking.utm_source',
      'campaign.utm_medium': 'payload.tracking.utm_medium',
      'campaign.utm_campaign': 'payload.tracking.utm_campaign',
      'meeting.start_at': 'payload.scheduled_event.start_time',
      'meeting.host_email': 'payload.scheduled_event.event_memberships[0].user_email',
      'discovery.answers': 'payload.questions_and_answers.{ "question": question, "answer": answer }',
      owner_email: 'payload.scheduled_event.event_memberships[0].user_email',
    },
  });
  const uri = 'https://api.calendly.com/scheduled_events/GBGBDCAADAEDCRZ2/invitees/AAAAAAAAAAAAAAAA';
  expect(items).toEqual([
    found(`invitee.created|${uri}`, {
      id: `invitee.created|${uri}`,
      occurred_at: '2026-11-21T17:51:19.000Z',
      person: {
        full_name: 'John Placeholder',
        email: 'john.placeholder@acme-sample.example',
        time_zone: 'America/New_York',
      },
      channel: 'demo_request',
      campaign: { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'q4-demo' },
      meeting: { start_at: '2026-11-24T14:00:00.000Z', host_email: 'rep.one@seller.example' },
      discovery: {
        answers: [
          {
            question: 'What would you like to discuss?',
            answer: 'We lose leads between marketing and sales',
          },
        ],
      },
      owner_email: 'rep.one@seller.example',
    }),
  ]);
});

test('HubSpot workflow: every value is a text, and some mean numbers and times', async () => {
  const items = await read('hubspot.workflow-contact.json', {
    map: {
      id: '$string(`portal-id`) & "|" & $string(vid) & "|" & properties.lastmodifieddate.value',
      occurred_at: '`form-submissions`[0].timestamp',
      refs: '{ "system": "hubspot", "type": "contact", "id": vid, "url": `profile-url` }',
      'person.first_name': 'properties.firstname.value',
      'person.last_name': 'properties.lastname.value',
      'person.email': 'properties.email.value',
      'account.name': '`associated-company`.properties.name.value',
      'account.domain': '$domain(`associated-company`.properties.domain.value)',
      'account.industry': '`associated-company`.properties.industry.value',
      'account.employees': '`associated-company`.properties.numberofemployees.value',
      'account.country': '`associated-company`.properties.country.value',
      'account.open_opportunity': '$number(`associated-company`.properties.hs_num_open_deals.value) > 0',
      channel: `$enum(properties.hs_analytics_source.value,
        { "PAID_SEARCH": "paid_search", "ORGANIC_SEARCH": "organic_search", "OFFLINE": "trade_show" }, "other")`,
      'campaign.form': '`form-submissions`[0].title',
    },
  });
  expect(items).toEqual([
    found('62515|71|1795284000080', {
      id: '62515|71|1795284000080',
      occurred_at: '2026-11-21T17:59:58.000Z',
      refs: [
        {
          system: 'hubspot',
          type: 'contact',
          id: '71',
          url: 'https://app.hubspot.com/contacts/62515/contact/71',
        },
      ],
      person: { first_name: 'Fulana', last_name: 'Detal', email: 'fulana.detal@acme-sample.example' },
      account: {
        name: 'Acme Sample Example SA',
        domain: 'acme-sample.example',
        industry: 'COMPUTER_SOFTWARE',
        employees: 250,
        country: 'Spain',
        open_opportunity: false,
      },
      channel: 'paid_search',
      campaign: { form: 'Demo request' },
    }),
  ]);
});

test('Marketo: a score in quotes, and a time in the zone of the account', async () => {
  const items = await read('marketo.webhook-rendered.json', {
    map: {
      id: 'leadId & "|" & triggerName & "|" & $substring(occurredAt, 0, 16)',
      occurred_at: '$time(occurredAt, "America/Los_Angeles")',
      refs: '{ "system": "marketo", "type": "lead", "id": leadId }',
      'person.first_name': 'firstName',
      'person.last_name': 'lastName',
      'person.email': 'email',
      'person.title': 'jobTitle',
      'account.name': 'company',
      channel: '$contains($lowercase(program), "webinar") ? "webinar" : "content"',
      'campaign.name': 'program',
      'score.value': 'score',
      'score.reasons': 'triggerName',
    },
  });
  expect(items).toEqual([
    found('1000123|Score is Changed|2026-11-21 18:00', {
      id: '1000123|Score is Changed|2026-11-21 18:00',
      occurred_at: '2026-11-22T02:00:00.000Z',
      refs: [{ system: 'marketo', type: 'lead', id: '1000123' }],
      person: {
        first_name: 'Sofia',
        last_name: 'Inventada',
        email: 'sofia.inventada@muestra.example',
        title: 'VP Marketing',
      },
      account: { name: 'Muestra Example SL' },
      channel: 'webinar',
      campaign: { name: '2026-11 Webinar Pipeline Reviews' },
      score: { value: 87, reasons: ['Score is Changed'] },
    }),
  ]);
});

test('Segment: an identify call is a lead with a signal', async () => {
  const items = await read('segment.identify.json', {
    when: 'type = "identify"',
    map: {
      id: 'messageId',
      occurred_at: 'timestamp',
      refs: '{ "system": "segment", "type": "user", "id": userId }',
      'person.first_name': 'traits.firstName',
      'person.last_name': 'traits.lastName',
      'person.email': '$firstNonEmpty(traits.email, context.traits.email, properties.email)',
      'person.title': 'traits.title',
      'person.language': 'context.locale',
      'account.name': 'traits.company.name',
      'account.employees': 'traits.company.employees',
      'campaign.utm_source': 'context.campaign.source',
      'campaign.landing_page': 'context.page.url',
      signals:
        '{ "type": "form_submit", "at": originalTimestamp, "title": context.page.title, "url": context.page.url }',
    },
    defaults: { channel: 'review_site' },
  });
  expect(items).toEqual([
    found('ajs-next-932c60cf2389e68722fd266c69e0c8ae', {
      id: 'ajs-next-932c60cf2389e68722fd266c69e0c8ae',
      occurred_at: '2026-11-21T17:59:41.482Z',
      refs: [{ system: 'segment', type: 'user', id: 'u-1001' }],
      person: {
        first_name: 'Ivy',
        last_name: 'Invented',
        email: 'ivy.invented@acme-sample.example',
        title: 'RevOps Lead',
        language: 'en-GB',
      },
      account: { name: 'Acme Sample Example', employees: 250 },
      campaign: { utm_source: 'g2', landing_page: 'https://seller.example/demo?utm_source=g2' },
      signals: [
        {
          type: 'form_submit',
          at: '2026-11-21T17:59:39.830Z',
          title: 'Request a demo',
          url: 'https://seller.example/demo?utm_source=g2',
        },
      ],
      channel: 'review_site',
    }),
  ]);
});

test('Salesloft: the body is the person', async () => {
  const items = await read('salesloft.person_created.json', {
    map: {
      id: '"person_created|" & $string(id) & "|" & updated_at',
      occurred_at: 'created_at',
      refs: '{ "system": "salesloft", "type": "person", "id": id }',
      'person.full_name': 'display_name',
      'person.email': '$email(full_email_address)',
      'person.phone': '$firstNonEmpty(phone, mobile_phone, home_phone)',
      'person.title': 'title',
      'person.country': 'country',
      'account.name': 'person_company_name',
      'account.website': 'person_company_website',
      'consent.do_not_contact': 'do_not_contact',
      tags: 'tags',
    },
  });
  expect(items).toEqual([
    found('person_created|249340741|2026-11-21T12:46:19.961197-05:00', {
      id: 'person_created|249340741|2026-11-21T12:46:19.961197-05:00',
      occurred_at: '2026-11-21T17:44:04.134Z',
      refs: [{ system: 'salesloft', type: 'person', id: '249340741' }],
      person: {
        full_name: 'Steven Placeholder',
        email: 'steven@acme-sample.example',
        phone: '5550100100',
        title: 'Software Engineer',
        country: 'United States',
      },
      account: { name: 'Acme Sample Example', website: 'http://acme-sample.example' },
      consent: { do_not_contact: false },
    }),
  ]);
});

test('Google Ads: columns are found by their id, and test data is a test', async () => {
  const items = await read('google-ads.lead-form-test.json', {
    map: {
      id: 'lead_id',
      kind: 'is_test ? "test" : "lead"',
      occurred_at: 'lead_submit_time',
      'person.full_name': 'user_column_data[column_id="FULL_NAME"].string_value',
      'person.email': 'user_column_data[column_id in ["EMAIL", "WORK_EMAIL"]][0].string_value',
      'person.phone': 'user_column_data[column_id in ["PHONE_NUMBER", "WORK_PHONE"]][0].string_value',
      channel: '"paid_search"',
      'campaign.name': 'campaign_id',
      'campaign.form': 'form_id',
      'discovery.answers': `user_column_data[$not(column_id in ["FULL_NAME", "EMAIL", "PHONE_NUMBER"])]
        .{ "question": column_name, "answer": string_value }`,
    },
  });
  const id =
    'TeSter-123-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz-0123456789-AaBbCcDdEeFfGgHhIiJjKkLl';
  expect(items).toEqual([
    found(id, {
      id,
      kind: 'test',
      person: { full_name: 'FirstName LastName', email: 'test@example.com', phone: '+16505550123' },
      channel: 'paid_search',
      campaign: { name: '23729418209', form: '349080077126' },
      discovery: {
        answers: [
          { question: 'City', answer: 'Mountain View' },
          { question: 'Postal Code', answer: '94043' },
          { question: 'Region', answer: 'California' },
        ],
      },
    }),
  ]);
});

test('Zapier: flat fields, a range of employees, and a budget in words', async () => {
  const items = await read('generic.zapier-flat.json', {
    map: {
      id: 'lead_id',
      refs: '{ "system": "crm", "type": "lead", "id": lead_id }',
      'person.first_name': 'first_name',
      'person.last_name': 'last_name',
      'person.email': 'email',
      'person.phone': '$phone(phone)',
      'person.title': 'job_title',
      'person.linkedin_url': 'linkedin_url',
      'account.name': 'company_name',
      'account.website': 'website',
      'account.industry': 'industry',
      'account.employees': '$money(company_size)',
      temperature: '"hot-lead" in tags ? "hot"',
      'discovery.notes': 'notes',
      'discovery.budget': 'custom_fields.budget_range',
      'discovery.timeline': 'custom_fields.timeline',
      'discovery.answers': '$each(custom_fields, function($v, $k) { { "question": $k, "answer": $v } })',
      tags: 'tags',
    },
  });
  expect(items).toEqual([
    found('crm-12345', {
      id: 'crm-12345',
      refs: [{ system: 'crm', type: 'lead', id: 'crm-12345' }],
      person: {
        first_name: 'John',
        last_name: 'Placeholder',
        email: 'john.placeholder@acme-sample.example',
        phone: '+15550123',
        title: 'VP of Marketing',
        linkedin_url: 'https://linkedin.com/in/fictional',
      },
      account: {
        name: 'Acme Sample Example',
        website: 'https://acme-sample.example',
        industry: 'Technology',
        employees: 50,
      },
      temperature: 'hot',
      discovery: {
        notes: 'Met at SaaS conference',
        budget: '$10k-50k',
        timeline: 'Q1 2027',
        answers: [
          { question: 'product_interest', answer: 'Enterprise Plan' },
          { question: 'budget_range', answer: '$10k-50k' },
          { question: 'timeline', answer: 'Q1 2027' },
          { question: 'competitor_using', answer: 'Competitor X' },
          { question: 'meeting_requested', answer: 'true' },
        ],
      },
      tags: ['enterprise', 'hot-lead'],
    }),
  ]);
});

test('Storylane: a demo somebody looked at is a signal, and its intent a temperature', async () => {
  const items = await read('storylane.demo_viewed-known.json', {
    when: 'event = "demo_viewed" and lead.email',
    map: {
      id: 'id',
      kind: '"signal"',
      occurred_at: 'viewed_at',
      'person.first_name': 'lead.first_name',
      'person.last_name': 'lead.last_name',
      'person.email': 'lead.email',
      'person.country': 'location.country',
      'account.name': 'buyer_reveal.company_name',
      'account.domain': 'buyer_reveal.company_domain',
      channel: '"sales_room"',
      temperature: '$enum(intent_level, { "high": "hot", "medium": "warm", "low": "cold" })',
      'campaign.utm_source': 'utm_params.utm_source',
      signals:
        '{ "type": "demo_view", "at": viewed_at, "title": name & ", " & completion & "% seen", "url": analytics_url }',
    },
  });
  expect(items).toEqual([
    found('77777777-7777-4777-8777-777777777777', {
      id: '77777777-7777-4777-8777-777777777777',
      kind: 'signal',
      occurred_at: '2026-11-21T17:55:00.000Z',
      person: {
        first_name: 'Maxi',
        last_name: 'Mustermann',
        email: 'maxi.mustermann@nordwind-logistik.example',
        country: 'Germany',
      },
      account: { name: 'Nordwind Logistik Example GmbH', domain: 'nordwind-logistik.example' },
      channel: 'sales_room',
      temperature: 'hot',
      campaign: { utm_source: 'linkedin' },
      signals: [
        {
          type: 'demo_view',
          at: '2026-11-21T17:55:00.000Z',
          title: 'Handoff product tour, 82% seen',
          url: 'https://app.storylane.io/analytics/77777777',
        },
      ],
    }),
  ]);
});

test('Clearbit: a company that looked at prices is known by its domain', async () => {
  const items = await read('clearbit.audience-segment_enter.json', {
    when: 'context.trigger = "segment_enter"',
    map: {
      kind: '"signal"',
      occurred_at: 'context.timestamp',
      refs: '{ "system": "clearbit", "type": "account", "id": company.domain }',
      'account.name': 'company.name',
      'account.domain': '$domain(company.domain)',
      channel: '"intent_data"',
      signals: `company.events.page_views.{
        "type": $contains(path, "/pricing") ? "pricing_view" : "page_view",
        "at": timestamp, "title": path, "url": "https://" & host & path }`,
    },
  });
  expect(items).toEqual([
    found(null, {
      kind: 'signal',
      occurred_at: '2026-11-21T18:00:00.000Z',
      refs: [{ system: 'clearbit', type: 'account', id: 'acme-sample.example' }],
      account: { name: 'Acme Sample Example', domain: 'acme-sample.example' },
      channel: 'intent_data',
      signals: [
        {
          type: 'pricing_view',
          at: '2026-11-21T17:58:00.000Z',
          title: '/pricing',
          url: 'https://seller.example/pricing',
        },
      ],
    }),
  ]);
});

test('Gong: each external party of a call is an item, with the call as its signal', async () => {
  const items = await read('gong.call-completed.json', {
    when: '$not($body.isTest)',
    items: '[callData.parties[affiliation="External"]]',
    map: {
      id: '$body.callData.metaData.id & "|" & id',
      kind: '"signal"',
      'person.full_name': 'name',
      'person.email': 'emailAddress',
      'person.title': 'title',
      refs: `context.objects[objectType="Contact"].{ "system": "salesforce", "type": "contact", "id": objectId }`,
      'account.name': `($account := $body.callData.context.objects[objectType="Account"];
        $account.fields[name="Name"].value)`,
      signals: `{ "type": "call", "at": $body.callData.metaData.started,
        "title": $body.callData.metaData.title, "url": $body.callData.metaData.url }`,
      'discovery.challenge': '$join($body.callData.content.topics.name, ", ")',
    },
  });
  expect(items).toEqual([
    found('5599332235511222779|7409609343412403343', {
      id: '5599332235511222779|7409609343412403343',
      kind: 'signal',
      refs: [{ system: 'salesforce', type: 'contact', id: '0331Z0000571AdPQDU' }],
      person: {
        full_name: 'Bo Placeholder',
        email: 'bo.placeholder@acme-sample.example',
        title: 'Sales Enablement Manager',
      },
      account: { name: 'Acme Sample Example' },
      signals: [
        {
          type: 'call',
          at: '2026-11-20T21:03:37.041Z',
          title: 'Acme Sample discovery',
          url: 'https://app.gong.io/call?id=5599332235511222779',
        },
      ],
      discovery: { challenge: 'Integrations, Pricing', answers: [] },
    }),
  ]);
});

test('Looker: the rows are JSON in a text', async () => {
  const items = await read('looker.scheduled-plan-query.json', {
    items: '$parseJson(attachment.data)',
    map: {
      kind: '"signal"',
      refs: '{ "system": "looker", "type": "account", "id": `accounts.domain` }',
      'account.name': '`accounts.name`',
      'account.domain': '`accounts.domain`',
      'score.value': '`accounts.score`',
      'campaign.name': '$body.scheduled_plan.title',
    },
  });
  expect(items).toEqual([
    found(null, {
      kind: 'signal',
      refs: [{ system: 'looker', type: 'account', id: 'acme-sample.example' }],
      account: { name: 'Acme Sample Example', domain: 'acme-sample.example' },
      score: { value: 85, reasons: [] },
      campaign: { name: 'Hot accounts' },
    }),
  ]);
});

test('Metabase: rows without a person are kept for somebody to look at', async () => {
  const items = await read('metabase.alert.json', {
    items: 'data.raw_data.rows.{ "created": $[0], "count": $[1] }',
    map: { kind: '"signal"', 'person.email': 'email', occurred_at: 'created' },
  });
  expect(items).toHaveLength(3);
  expect(items[0]).toEqual({
    ok: false,
    key: null,
    raw: { created: '2026-09-01T00:00:00Z', count: 346 },
    problems: [{ path: 'person', problem: 'names nobody: expected person.email, person.phone or refs' }],
  });
});

test('Meta: the answers of a lead form, read by name', async () => {
  const items = await read('meta.lead-read.json', {
    map: {
      id: 'id',
      occurred_at: 'created_time',
      'person.full_name': 'field_data[name="full_name"].values[0]',
      'person.email': 'field_data[name="email"].values[0]',
      'person.phone': 'field_data[name="phone_number"].values[0]',
      'account.name': 'field_data[name="company_name"].values[0]',
      channel: 'is_organic ? "social" : "paid_social"',
      'campaign.name': 'campaign_name',
    },
  });
  expect(items).toEqual([
    found('123123123123', {
      id: '123123123123',
      occurred_at: '2026-11-21T17:58:18.000Z',
      person: { full_name: 'Joe Example', email: 'joe@acme-sample.example', phone: '+15550100100' },
      account: { name: 'Acme Sample Example' },
      channel: 'paid_social',
      campaign: { name: 'Q4 demo' },
    }),
  ]);
});

test('Pipedrive: the primary address of a person, and a ref for everything that follows', async () => {
  const items = await read('pipedrive.person-create.v2.json', {
    when: 'meta.entity = "person" and meta.action = "create"',
    map: {
      id: 'meta.id',
      occurred_at: 'meta.timestamp',
      refs: '{ "system": "pipedrive", "type": "person", "id": meta.entity_id }',
      'person.full_name': 'data.name',
      'person.email': 'data.emails[primary=true].value',
      'person.phone': '$phone(data.phones[primary=true].value)',
    },
  });
  expect(items).toEqual([
    found('22222222-2222-4222-8222-222222222222', {
      id: '22222222-2222-4222-8222-222222222222',
      occurred_at: '2026-11-21T18:00:00.000Z',
      refs: [{ system: 'pipedrive', type: 'person', id: '12' }],
      person: { full_name: 'Jan Testowy', email: 'jan.testowy@przyklad.example', phone: '+48225550100' },
    }),
  ]);
});

test('Zoho: a record of 19 digits keeps all of them', async () => {
  const items = await read('zoho.notification-leads-update.json', {
    items: 'affected_values',
    map: {
      id: '$body.channel_id & "|" & record_id & "|" & $string($body.server_time)',
      kind: '"signal"',
      occurred_at: '$body.server_time',
      refs: '{ "system": "zoho", "type": "lead", "id": record_id }',
      'person.phone': 'values.Phone',
      'account.name': 'values.Company',
    },
  });
  expect(items).toEqual([
    found('1105420521999070702|6756839000000575405|1795284000787', {
      id: '1105420521999070702|6756839000000575405|1795284000787',
      kind: 'signal',
      occurred_at: '2026-11-21T18:00:00.787Z',
      refs: [{ system: 'zoho', type: 'lead', id: '6756839000000575405' }],
      person: { phone: '555-0100' },
      account: { name: 'Rangoni Of Example' },
    }),
  ]);
});

test('PandaDoc: each event of a body that is a list names the lead by its CRM id', async () => {
  const items = await read('pandadoc.document_state_changed.json', {
    map: {
      id: 'event & "|" & data.id & "|" & data.status',
      kind: '"signal"',
      refs: '{ "system": "salesforce", "type": "lead", "id": data.metadata.lead_id }',
      'person.email': 'data.recipients[0].email',
      signals: '{ "type": "document_view", "at": $receivedAt, "title": data.name }',
    },
  });
  expect(items).toEqual([
    found('document_state_changed|abcFICTIONAL123|document.viewed', {
      id: 'document_state_changed|abcFICTIONAL123|document.viewed',
      kind: 'signal',
      refs: [{ system: 'salesforce', type: 'lead', id: '00Q000000000001AAA' }],
      person: { email: 'pat.placeholder@acme-sample.example' },
      signals: [{ type: 'document_view', at: '2026-11-21T18:00:00.000Z', title: 'Proposal - Acme Sample' }],
    }),
  ]);
});

test('an envelope with fields of the sender is mapped like anything else', async () => {
  const items = await read('generic.standard-webhooks-event.json', {
    when: 'type = "lead.qualified"',
    map: {
      id: 'data.id',
      occurred_at: 'timestamp',
      'person.full_name': 'data.name',
      'person.email': 'data.email',
      'account.name': 'data.company',
      'score.value': 'data.score',
    },
    defaults: { campaign: 'Product qualified' },
  });
  expect(items).toEqual([
    found('1f81eb52-5198-4599-803e-771906343485', {
      id: '1f81eb52-5198-4599-803e-771906343485',
      occurred_at: '2026-11-21T17:59:00.344Z',
      person: { full_name: 'Sam Sample', email: 'sam.sample@acme-sample.example' },
      account: { name: 'Acme Sample Example' },
      campaign: { name: 'Product qualified' },
      score: { value: 91, reasons: [] },
    }),
  ]);
});
