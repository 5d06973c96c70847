import { type CanonicalLead, canonicalLeadSchema } from '#domain/lead.ts';
import { NO_PAST, type RepStatus } from '#domain/routing/checks.ts';
import { LEVEL, type Standing } from '#domain/routing/choose.ts';
import { plainFacts } from '#domain/routing/lead-facts.ts';
import { type Settings, settingsSchema } from '#domain/settings.ts';
import { decideInMemory, everybodyThere } from '#domain/shadow.ts';
import { load, print } from './figures.ts';
import { perCall } from './repeat.ts';

const REPS = 200;
const POOLS = 50;
const RULES = 500;
const LEADS = 2_000;
// Monday 23 November 2026, 15:00 in Berlin: Europe and the east of America are at work.
const NOW = new Date('2026-11-23T14:00:00Z');

const COUNTRIES = ['DE', 'AT', 'CH', 'FR', 'GB', 'NL', 'SE', 'PL', 'IT', 'ES', 'US', 'CA', 'BR', 'MX', 'JP'];
const INDUSTRIES = ['manufacturing', 'software', 'retail', 'logistics', 'finance', 'health', 'education'];
const LANGUAGES = ['de', 'en', 'fr', 'es', 'it'];
const ZONES = ['Europe/Berlin', 'Europe/London', 'Europe/Madrid', 'America/New_York', 'America/Chicago'];
const MODES = ['round_robin', 'round_robin', 'load_balance', 'skills'] as const;

/** How many leads a large team's rules route in a second, without database and network. */
export function measureRouting(): void {
  print(`routing, one thread, ${REPS} reps, ${POOLS} pools, ${RULES} routes; ${load()}`);
  print(`  no route fits before the last     ${perCall(decisions(settingsWith(neverFits)))}`);
  print(`  half of the routes could fit      ${perCall(decisions(settingsWith(mayFit)))}`);
}

/** Always the same: figures of two days have to be about the same settings. */
const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function settingsWith(when: (index: number) => object): Settings {
  const day = ['09:00-18:00'];
  const manager = { id: 'mia', name: 'Mia', email: 'mia@acme.example', roles: ['manager'] };
  const reps = Array.from({ length: REPS }, (_, index) => ({
    id: `rep-${index}`,
    name: `Rep ${index}`,
    email: `rep-${index}@acme.example`,
    roles: ['sdr'],
    manager: 'mia',
    time_zone: nth(ZONES, index),
    skills: {
      language: nth(LANGUAGES, index),
      industry: [nth(INDUSTRIES, index), nth(INDUSTRIES, index + 3)],
    },
  }));
  const pools = Array.from({ length: POOLS }, (_, index) => ({
    id: `pool-${index}`,
    name: `Pool ${index}`,
    mode: nth(MODES, index),
    members: Array.from({ length: 4 + (index % 7) }, (_, member) => ({
      person: `rep-${(index * 4 + member) % REPS}`,
      weight: 1 + (member % 3),
    })),
    overflow: index % 2 === 0 ? 'manager' : 'hold',
  }));
  const routes = Array.from({ length: RULES - 1 }, (_, index) => ({
    id: `route-${index}`,
    when: when(index),
    to: { pool: `pool-${index % POOLS}` },
  }));
  return settingsSchema.parse({
    version: 1,
    workspace: { time_zone: 'Europe/Berlin', hours: 'office', holidays: ['de'] },
    hours: { office: { mon: day, tue: day, wed: day, thu: day, fri: day } },
    holidays: { de: ['2026-12-25', '2026-12-26', '2027-01-01'] },
    people: [...reps, manager],
    pools,
    routes: [...routes, { id: 'rest', to: { pool: 'pool-0' } }],
    mql: {
      version: '1',
      signed_by: { marketing: 'Mara', sales: 'Sam', on: '2026-01-05' },
      review_by: '2027-01-05',
      profiles: [{ id: 'all', when: {} }],
      behaviours: [{ id: 'price', any_of: ['pricing_view'] }],
    },
    sla: [
      {
        id: 'all',
        accept: { within: '4h' },
        ladder: [],
        snooze: { choices: ['1h'], limit: '4h', times: 2 },
      },
    ],
    reasons: [{ code: 'too_small', words: 'Too small', failure_point: 'qualification_threshold' }],
    sources: [{ id: 'website', name: 'Website', auth: 'none' }],
  });
}

/** Country, industry and size, and a channel no lead of these comes by. */
const neverFits = (index: number) => ({ ...byPlace(index), channel: 'direct_mail' });

/** Half by country, industry and size; half by what few leads tell. */
const mayFit = (index: number) =>
  index % 2 === 0 ? byPlace(index) : { product_interest: `product-${index}`, region: `region-${index}` };

const byPlace = (index: number) => ({
  country: [nth(COUNTRIES, index), nth(COUNTRIES, index + 7)],
  industry: nth(INDUSTRIES, index),
  employees: { min: (index % 20) * 100, max: (index % 20) * 100 + 99 },
});

const leadNo = (index: number): CanonicalLead =>
  canonicalLeadSchema.parse({
    person: {
      full_name: `Lead ${index}`,
      email: `lead@company-${index}.example`,
      title: 'Head of Operations',
      country: nth(COUNTRIES, index),
      language: nth(LANGUAGES, index),
    },
    account: { name: `Company ${index}`, industry: nth(INDUSTRIES, index), employees: (index * 37) % 2_000 },
    channel: 'demo_request',
  });

function decisions(settings: Settings): (round: number) => void {
  const leads = Array.from({ length: LEADS }, (_, index) => leadNo(index));
  const people: ReadonlyMap<string, RepStatus> = everybodyThere(settings);
  const standings = new Map<string, Standing>();
  const turns = { standingOf: (poolId: string) => standings.get(poolId) ?? LEVEL };
  return (round) => {
    const record = nth(leads, round);
    const { turn } = decideInMemory(settings, turns, {
      leg: 'mql_to_sdr',
      because: 'new lead',
      now: NOW,
      facts: plainFacts(settings, { record, sourceId: 'website', temperature: 'hot' }),
      answers: {},
      owners: [],
      hints: [],
      past: NO_PAST,
      mayRepeat: true,
      isBacklog: false,
      people,
      standings: new Map(),
    });
    if (!turn) return;
    const lags = new Map(turn.choice.standing.map(({ id, lag }) => [id, lag]));
    standings.set(turn.poolId, { ...LEVEL, lags });
  };
}
