import { SYSTEM_IDS, SYSTEMS, type System } from '../systems.ts';
import { TOOL_SETUPS } from './tool-setups.ts';

/** How each tool is made to send leads here: where to click, and how what it sends is read. */

export type Recipe = {
  id: string;
  tool: string;
  /** Where each part of the lead is found in the body; null for our own JSON. */
  map: Record<string, string> | null;
  /** In order. `{address}` and `{token}` stand for what was just made. */
  steps: string[];
  /** What to put into the body, where the tool lets one say it. */
  body: string | null;
  /** Where its deliveries are read as they come, and proved in its own way. */
  format?: System;
};

/** One flat object, as tools that let people name the fields send it; whatever else it holds is left aside. */
const FLAT = {
  id: 'id',
  'person.email': 'email',
  'person.full_name': 'name',
  'person.phone': 'phone',
  'person.title': 'title',
  'person.country': 'country',
  'account.name': 'company',
  'account.domain': 'domain',
  'account.industry': 'industry',
  'account.employees': 'employees',
  'campaign.name': 'campaign',
  'discovery.notes': 'message',
};

const contact = (property: string): string => `properties.${property}.value`;

const SAMPLE: Record<string, string> = {
  id: 'form-8841',
  email: 'grace@globex.example',
  name: 'Grace Hopper',
  phone: '+49 30 5550123',
  title: 'Head of Operations',
  company: 'Globex',
  country: 'DE',
  employees: '420',
  message: 'Please show us the product.',
};

const FLAT_FIELDS =
  'email or phone is needed; name, title, country, company, domain, industry, employees, campaign, message and id help. id is one of the form or event, never the person’s: the same id in the same words is taken once.';

function flatBody(write: (field: string) => string): string {
  const fields = ['id', 'email', 'name', 'phone', 'title', 'company', 'country', 'employees', 'message'];
  return `{\n${fields.map((field) => `  "${field}": ${write(field)}`).join(',\n')}\n}`;
}

const WRITTEN: readonly Recipe[] = [
  {
    id: 'website',
    tool: 'Own website or code',
    map: FLAT,
    steps: [
      'From your server (never from the browser: the token would be public), send each form as a POST to the address.',
      'Headers: “Content-Type: application/json” and “Authorization: Bearer” followed by the token.',
      `The body is one JSON object. ${FLAT_FIELDS}`,
      'Answer 200 means that it is stored. On anything from 500 up, send it again; with the same id it is never taken twice. Make an id for each form that is sent.',
    ],
    body: flatBody((field) => `"${SAMPLE[field] ?? ''}"`),
  },
  {
    id: 'zapier',
    tool: 'Zapier',
    map: FLAT,
    steps: [
      'In your Zap, after the trigger: Action → Webhooks by Zapier → POST.',
      'URL: the address. Payload Type: json.',
      `Data: one row for each field, its name on the left and the trigger’s field on the right. ${FLAT_FIELDS}`,
      'Headers: Authorization on the left, “Bearer” and the token on the right.',
      'Test step, then press Check here.',
    ],
    body: null,
  },
  {
    id: 'make',
    tool: 'Make',
    map: FLAT,
    steps: [
      'In your scenario, after the trigger: add HTTP → Make a request.',
      'URL: the address. Method: POST.',
      'Headers → Add: name Authorization, value “Bearer” and the token.',
      `Body type: application/x-www-form-urlencoded (not Raw: a quote or a line break in a message would break JSON put together by hand). Fields → Add item for each: key on top, the trigger’s field below. ${FLAT_FIELDS}`,
      'Run once, then press Check here.',
    ],
    body: null,
  },
  {
    id: 'n8n',
    tool: 'n8n',
    map: FLAT,
    steps: [
      'In your workflow, after the trigger: add the node HTTP Request.',
      'Method: POST. URL: the address.',
      'Authentication: Generic Credential Type → Header Auth; name Authorization, value “Bearer” and the token.',
      `Send Body: on. Body Content Type: JSON. Specify Body: Using Fields Below (not Using JSON: a quote or a line break in a message would break it). Add Parameter for each field. ${FLAT_FIELDS}`,
      'Execute step, then press Check here.',
    ],
    body: null,
  },
  {
    id: 'hubspot-workflow',
    tool: 'HubSpot workflow',
    map: {
      'person.email': contact('email'),
      'person.first_name': contact('firstname'),
      'person.last_name': contact('lastname'),
      'person.phone': contact('phone'),
      'person.title': contact('jobtitle'),
      'person.country': contact('country'),
      'account.name': contact('company'),
      'account.website': contact('website'),
      'account.industry': contact('industry'),
      'account.employees': contact('numemployees'),
      'discovery.notes': contact('message'),
      refs: '[{"system": "hubspot", "type": "contact", "id": $string(vid)}]',
    },
    steps: [
      'Needs Operations Hub (Data Hub) Professional or Enterprise. Without it, use Zapier or Make with HubSpot as the trigger.',
      'Automation → Workflows → a contact-based workflow, enrolled by what makes a contact ready for sales.',
      '+ → Send a webhook. Method: POST. Webhook URL: the address, which has to begin with https.',
      'Authentication: API key. Name: Authorization. Location: request header. Secret: “Bearer” and the token.',
      'Request body: include all contact properties. Let contacts re-enrol where a second form is a second lead.',
      'Test the action with a contact, then press Check here.',
    ],
    body: null,
  },
  {
    id: 'pipedrive-automation',
    tool: 'Pipedrive automation',
    map: FLAT,
    steps: [
      'Needs a plan with automations. Tools and apps → Webhooks → + Webhooks → Automation webhook.',
      'Endpoint URL: the address with a question mark behind it, as Pipedrive wants one of / & ? = at its end. Authentication: the token as a bearer token.',
      'Automations → your automation → action Webhook: choose it, method POST.',
      `Body: Key-value, one row for each field. ${FLAT_FIELDS}`,
      'Run it once, then press Check here.',
    ],
    body: null,
  },
  {
    id: 'marketo',
    tool: 'Marketo',
    map: FLAT,
    steps: [
      'Admin → Webhooks → New Webhook. URL: the address. Request Type: POST.',
      'Payload Template: the body below. Request Token Encoding: JSON. Response Format: None.',
      'Webhook Actions → Set Custom Header: Authorization with “Bearer” and the token; Content-Type with application/json.',
      'Smart campaign (trigger campaigns only) → Flow → Call Webhook.',
    ],
    body: [
      '{',
      '  "email": {{lead.Email Address}},',
      '  "name": {{lead.Full Name}},',
      '  "phone": {{lead.Phone Number}},',
      '  "title": {{lead.Job Title}},',
      '  "company": {{company.Company Name}},',
      '  "country": {{lead.Country}}',
      '}',
    ].join('\n'),
  },
  {
    id: 'handoff-json',
    tool: 'Handoff’s own JSON',
    map: null,
    steps: [
      'For senders that can write the whole lead: signals, consent, discovery notes, a meeting. docs/webhooks.md has every field.',
      'POST to the address with “Content-Type: application/json” and “Authorization: Bearer” followed by the token.',
      'A field that is not known is refused with the nearest known one, so that no typing error loses a fact.',
    ],
    body: '{\n  "person": { "email": "grace@globex.example", "full_name": "Grace Hopper" },\n  "account": { "name": "Globex", "employees": 420 }\n}',
  },
];

/** Tools that people name the fields for are tried with a body; Marketo has its template. */
const HAVE_A_RECIPE: ReadonlySet<System> = new Set(['zapier', 'make', 'n8n', 'marketo']);

/** Whether a secret of ours is all that a source of this tool needs. */
const needsOnlyOurSecret = (id: System): boolean => {
  const { proves, choices } = TOOL_SETUPS[id];
  return proves === 'by its secret' && choices?.organization === undefined && !HAVE_A_RECIPE.has(id);
};

/** Every tool that can be connected from Slack. */
export const RECIPES: readonly Recipe[] = [
  ...WRITTEN,
  ...SYSTEM_IDS.filter(needsOnlyOurSecret).map(
    (id): Recipe => ({
      ...{ id, tool: SYSTEMS[id], map: null, format: id, body: null },
      steps: [...TOOL_SETUPS[id].steps],
    }),
  ),
];

/** Tools whose sources need what Slack must not know, or what only their admin does: the command line writes them. */
export const WRITTEN_TOOLS: readonly System[] = SYSTEM_IDS.filter(
  (id) => !HAVE_A_RECIPE.has(id) && !needsOnlyOurSecret(id),
);

export const recipeOf = (id: string): Recipe | null => RECIPES.find((recipe) => recipe.id === id) ?? null;

/** Everything of a mapping but the item's id, which recipes read otherwise once. */
const placesIn = (map: Record<string, string>): [string, string][] =>
  Object.entries(map).filter(([place]) => place !== 'id');

/** How a source reads. */
type Reads = { format?: string | undefined; map?: Record<string, string> | undefined };

/** The recipe that a source reads by; that of flat objects where it has a mapping of its own. */
export function recipeReading({ format, map }: Reads = {}): Recipe {
  const own = RECIPES.find((recipe) => recipe.format !== undefined && recipe.format === format);
  if (own) return own;
  const isSame = ({ map: known }: Recipe) =>
    known === null || map === undefined
      ? known === null && map === undefined
      : placesIn(known).length === placesIn(map).length &&
        placesIn(known).every(([place, path]) => map[place] === path);
  const [flat] = WRITTEN;
  const found = WRITTEN.find(isSame) ?? flat;
  if (!found) throw new Error('there are no recipes');
  return found;
}

/** A lead that can be sent at once, to see it arrive; null where only the tool can. `no` makes it another one each time. */
export function trialBody(recipe: Recipe, no: string): unknown {
  if (recipe.format !== undefined) return null;
  if (recipe.map === null) return { id: `try-${no}`, ...JSON.parse(recipe.body ?? '{}') };
  if (recipe.map !== FLAT) {
    const properties = Object.entries({
      email: 'grace@globex.example',
      firstname: 'Grace',
      lastname: 'Hopper',
      company: 'Globex',
    });
    return { vid: no, properties: Object.fromEntries(properties.map(([name, value]) => [name, { value }])) };
  }
  return { ...SAMPLE, id: `try-${no}` };
}
