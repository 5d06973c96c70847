import fc from 'fast-check';

/** Canonical leads that name somebody, with one to three of their other fields made wrong. */

const whole = {
  id: 'nr-1',
  occurred_at: '2026-11-21T17:59:00Z',
  channel: 'demo_request',
  campaign: { name: 'Autumn', utm_source: 'google' },
  product_interest: ['analytics'],
  temperature: 'hot',
  score: { value: 72, reasons: ['visited pricing'] },
  signals: [
    { type: 'pricing_view', at: '2026-11-21T17:00:00Z', title: 'Pricing', url: 'https://a.example/' },
  ],
  discovery: { challenge: 'Slow', answers: [{ question: 'Seats?', answer: '12' }] },
  meeting: {
    start_at: '2026-11-24T10:00:00Z',
    host_email: 'ana@acme.example',
    join_url: 'https://m.example/1',
  },
  owner_email: 'ana@acme.example',
  consent: { do_not_call: false },
  tags: ['enterprise'],
  account: { name: 'Globex', domain: 'globex.example', website: 'https://globex.example', employees: 420 },
  person: {
    full_name: 'Grace Hopper',
    linkedin_url: 'https://l.example/g',
    country: 'DE',
    time_zone: 'Europe/Berlin',
  },
};

const naming = fc.constantFrom(
  { person: { email: 'Grace <grace@globex.example>' } },
  { person: { phone: '+49 30 5550123' } },
  { refs: [{ system: 'hubspot', type: 'contact', id: 501 }] },
);

/** Every place of the lead that may be left away, at any depth. */
function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...placesIn(inner).map((rest) => [key, ...rest]),
  ]);
}

function replaced(value: unknown, [first = '', ...rest]: readonly string[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const put = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[first], rest, by);
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === first ? put : inner));
  return { ...value, [first]: put };
}

const wrong = fc.oneof(
  fc
    .anything({ withNullPrototype: false, maxDepth: 3 })
    .map((value) => JSON.parse(JSON.stringify(value) ?? 'null')),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '2026-02-30',
    '2026-02-30 25:61',
    '1.250',
    '\ud800',
    '\u0000',
    1e308,
    -1,
    'x'.repeat(10_000),
  ),
);

export const spoiltLead = fc
  .tuple(
    naming,
    fc.array(fc.tuple(fc.constantFrom(...placesIn(whole)), wrong), { minLength: 1, maxLength: 3 }),
  )
  .map(([named, changes]) => {
    const spoilt = changes.reduce<unknown>((lead, [place, by]) => replaced(lead, place, by), whole);
    const { person } = spoilt as { person: unknown };
    const isGroup = typeof person === 'object' && person !== null && !Array.isArray(person);
    const nowNamed = 'person' in named ? { person: { ...(isGroup ? person : {}), ...named.person } } : named;
    return { ...(spoilt as object), ...nowNamed };
  });
