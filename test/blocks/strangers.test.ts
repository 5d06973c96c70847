import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attribution } from '#blocks/attribution.ts';
import { balance } from '#blocks/balance.ts';
import { batchCard } from '#blocks/batch.ts';
import { card } from '#blocks/card.ts';
import { claimCard } from '#blocks/claim.ts';
import { cost } from '#blocks/cost.ts';
import { definition } from '#blocks/definition.ts';
import { detailsModal } from '#blocks/details-modal.ts';
import { digest } from '#blocks/digest.ts';
import { escalations } from '#blocks/escalations.ts';
import { ephemeral, explain } from '#blocks/explain.ts';
import { failures } from '#blocks/failures.ts';
import { feedback } from '#blocks/feedback.ts';
import { funnel } from '#blocks/funnel.ts';
import { funnelCoverage } from '#blocks/funnel-coverage.ts';
import { fallLines } from '#blocks/funnel-fall.ts';
import { funnelForecast } from '#blocks/funnel-forecast.ts';
import { funnelTree } from '#blocks/funnel-tree.ts';
import { funnelVelocity } from '#blocks/funnel-velocity.ts';
import { help, helpWith } from '#blocks/help.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { late } from '#blocks/late.ts';
import { leadList } from '#blocks/lead-list.ts';
import { drawLong } from '#blocks/lines.ts';
import { marketingDigest } from '#blocks/marketing-digest.ts';
import { mendModal } from '#blocks/mend-modal.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { plan } from '#blocks/plan.ts';
import { qualifyModal } from '#blocks/qualify-modal.ts';
import { recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { reassigned } from '#blocks/reassigned.ts';
import { receiving } from '#blocks/receiving.ts';
import { reminder } from '#blocks/reminder.ts';
import { repDigest } from '#blocks/rep-digest.ts';
import { report } from '#blocks/report.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { shadow } from '#blocks/shadow.ts';
import { shadowDay } from '#blocks/shadow-day.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { sourceTrouble } from '#blocks/source-trouble.ts';
import { sources } from '#blocks/sources.ts';
import { stack } from '#blocks/stack.ts';
import { safeUrl } from '#blocks/text.ts';
import { whyModal } from '#blocks/why-modal.ts';
import { COMMANDS_OF_A_CARD, STATUSES } from '#src/examples/card-states.ts';
import * as costs from '#src/examples/costs.ts';
import * as homes from '#src/examples/homes.ts';
import * as make from '#src/examples/models.ts';
import * as pipeline from '#src/examples/pipeline.ts';
import { shadowDayModel, shadowModel } from '#src/examples/shadow.ts';
import * as statements from '#src/examples/statements.ts';
import { allTexts, breaches, parsedTexts } from './breaches.ts';
import { hostile } from './hostile.ts';

const HANDOFF_ID = '0195a7c2-7b1e-7c3a-9d55-3f1c2b7a9e10';
// Codes and addresses of ours, and what the tests below vary on their own.
const KEPT = new Set([
  'type',
  'kind',
  'leg',
  'state',
  'standing',
  'temperature',
  'clock',
  'step',
  'failurePoint',
  'evidence',
  'result',
  'by',
  'code',
  'id',
  'value',
  'slackUserId',
  'links',
  'url',
  'commands',
  'stages',
  'bottleneck',
  'rejections',
  'today',
  'passedOver',
  'check',
  'why',
  'do',
  // Of money and of what failed: our own lists.
  'currency',
  'untold',
  'place',
  'label',
  'top',
  'points',
  'misses',
  'failurePoint',
  'change',
]);

/** The model with a stranger's words wherever words can stand, and long lists. */
function fill<T>(model: T, words: string): T {
  // Only texts are replaced, so the shape stays.
  return fillValue(model, words) as T;
}

function fillValue(value: unknown, words: string): unknown {
  if (typeof value === 'string') return words;
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return Array.from({ length: value.length === 0 ? 0 : 25 }, (_, index) =>
      numbered(value[index % value.length], index, words),
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (key === 'handoffId') return [key, HANDOFF_ID];
      return [key, KEPT.has(key) ? child : fillValue(child, words)];
    }),
  );
}

/** Rows of a list are different handoffs. */
function numbered(item: unknown, index: number, words: string): unknown {
  const filled = fillValue(item, words);
  const isRow = typeof filled === 'object' && filled !== null && 'handoffId' in filled;
  return isRow ? { ...filled, handoffId: `${HANDOFF_ID.slice(0, 33)}${index}` } : filled;
}

const helpEntry = (words: string) => ({
  name: 'find',
  usage: words,
  summary: words,
  for: 'everybody' as const,
  examples: [words, words],
});

const owner = (words: string) => ({ type: 'not_yours', ownerName: words }) as const;

const velocityOfStrangers = (words: string) => {
  const model = pipeline.velocity({ periodLabel: words });
  return { ...model, rows: model.rows.map((row) => ({ ...row, name: words })) };
};
const coverageOfStrangers = (words: string) => {
  const model = pipeline.coverage();
  const named = model.rows.map((row) => ({
    ...row,
    steps: row.steps.map((step) => ({ ...step, name: words })),
  }));
  return { ...model, rows: named };
};
const forecastOfStrangers = (words: string) => {
  const { watched, reps, ...model } = pipeline.forecast();
  const rows = watched.rows ?? [];
  return {
    ...model,
    watched: {
      total: 1,
      rows: rows.map((row) => ({ ...row, lead: words, company: words, ownerName: words })),
    },
    reps: reps && { ...reps, rows: reps.rows.map((row) => ({ ...row, name: words })) },
  };
};

const everything = (words: string): Record<string, unknown> => ({
  escalations: escalations(fill(make.escalations(), words)),
  olderEscalations: escalations(fill(make.escalations({ isSuperseded: true }), words)),
  digest: digest(
    fill(
      homes.digest({
        missed: [{ name: 'x', count: 1 }],
        notAnswering: [{ name: 'x', misses: 2 }],
        away: [{ name: 'x', until: make.at('14:00'), coveredBy: ['x'] }],
      }),
      words,
    ),
  ),
  repDigest: repDigest({
    lists: fill(
      homes.repDigest().lists.map(({ leads }) => leads),
      words,
    ).map((leads) => ({
      list: 'overdue' as const,
      leads: { total: 1, rows: leads.rows.map((row) => ({ ...homes.lead(), lead: row.lead })) },
    })),
  }),
  marketingDigest: marketingDigest(
    homes.marketingDigest({
      acceptance: fill(homes.marketing().acceptance, words),
      unanswered: {
        total: 1,
        rows: homes.marketing().unanswered.rows.map((row) => ({ ...row, sourceName: words, reason: words })),
      },
      rejections: [{ failurePoint: 'data_quality', reason: words, count: 1 }],
      definition: { ...homes.marketing().definition, version: words, marketing: words, sales: words },
    }),
  ),
  feedback: feedback({ ...fill(make.feedback(), words), failurePoint: 'data_quality' }),
  claim: claimCard({ ...fill(make.claim({ unknownFit: ['x'] }), words), status: { type: 'open' } }),
  claimed: claimCard({ ...make.claim(), status: { type: 'taken', byName: words, at: make.at('10:04') } }),
  batch: batchCard({ ...fill(make.batch(), words), key: 'batch:list:sdr:2026-11-23' }),
  late: late(fill(make.late(), words)),
  reminder: reminder(fill(make.reminder({ byName: 'Mara' }), words)),
  joinedSignal: joinedSignal(fill(make.joinedSignal(), words)),
  opsNotice: opsNotice({ title: 'Quarantine', lines: fill(['x'], words) }),
  shadow: shadow(fill(shadowModel(), words)),
  shadowDay: shadowDay({ ...fill(shadowDayModel(), words), day: '2026-11-23' }),
  leadList: leadList(fill(make.leadList(), words)),
  help: help('/leads', [helpEntry(words)], words),
  helpWith: helpWith('/leads', helpEntry(words), words),
  funnel: report(
    funnel(fill(make.funnel({ by: 'source', groups: [make.funnelGroup({ name: 'x' })] }), words)),
  ),
  funnelTree: report(funnelTree(fill(statements.funnelTree(), words))),
  cost: report(cost({ ...fill(costs.cost(), words), by: 'campaign' })),
  plan: report(plan({ ...fill(costs.plan(), words), goal: costs.plan().goal, unit: 'week' })),
  failures: report(failures(fill(costs.failures(), words))),
  attribution: report(attribution({ ...fill(costs.attribution(), words), by: 'campaign' })),
  funnelVelocity: report(funnelVelocity(velocityOfStrangers(words))),
  funnelCoverage: report(funnelCoverage(coverageOfStrangers(words))),
  funnelForecast: report(funnelForecast(forecastOfStrangers(words))),
  falls: drawLong('falls', fallLines([pipeline.fall({ fromLabel: words, toLabel: words })])),
  balance: balance({ ...fill(statements.balance(), words) }),
  receiving: receiving(fill(statements.receiving(), words)),
  definition: definition({
    ...fill(statements.definition(), words),
    reviewBy: '2026-07-05',
    signedBy: { marketing: words, sales: words, on: '2026-01-05' },
  }),
  sources: sources(fill(statements.sources(), words)),
  stack: stack(fill(statements.stack(), words)),
  sourceTrouble: sourceTrouble(fill(statements.sourceTrouble(), words)),
  refusal: ephemeral(explain(owner(words))),
  reject: rejectModal(fill(make.reasons(), words)),
  recycle: recycleModal(fill(make.reasons(), words)),
  snooze: snoozeModal(fill(make.snoozePick(), words)),
  respond: respondModal({
    ...fill(make.respond({ told: [make.touch()] }), words),
    timeZone: 'Europe/Berlin',
  }),
  mend: mendModal({ ...fill(make.snoozePick(), words), sent: words, suggestion: words }),
  qualify: qualifyModal({
    ...fill(make.snoozePick(), words),
    leg: 'mql_to_sdr',
    questions: make.questions().questions.map((question) => ({
      ...question,
      initial: question.kind === 'text' ? words : question.initial,
      told: words,
    })),
  }),
  reassign: reassignModal({ ...fill(make.reassign(), words), timeZone: 'Europe/Berlin' }),
  reassigned: ephemeral(reassigned({ type: 'given', name: words, against: [{ words, until: null }] })),
  details: detailsModal(fill(make.details(), words)),
  why: whyModal(fill(make.routing(), words)),
});

const cards = (words: string) =>
  STATUSES.map((status) =>
    card({
      ...fill(make.card({ unknownFit: ['x'], account: make.account() }), words),
      // What a press carries was made storable when it was read.
      sameCompany: { ...fill(make.sameCompany(), words), record: make.sameCompany().record },
      status: { ...fill(status, words), ...('outcome' in status && { outcome: status.outcome }) },
      commands: [...COMMANDS_OF_A_CARD],
      snoozeChoices: Array.from({ length: 5 }, () => ({ label: words, value: '2026-11-23T18:00:00.000Z' })),
    }),
  );

/** Tokens we write ourselves; what is left of a text may hold no bracket. */
const OURS = /<!date\^\d+\^[{}a-z_ ]+\|[-\d: ]+(?:UTC)?>|<(https?|mailto|tel):[^<>|\s]+\|[^<>]*>|<@U0BRUNO>/g;
const unexplained = (payload: unknown): string[] =>
  parsedTexts(payload).filter(
    (text) => /[<>]/.test(text.replace(OURS, '')) || /&(?!(amp|lt|gt);)/.test(text),
  );

test('whatever a stranger writes, no limit is broken, nobody is mentioned, no link or quote is forged', () => {
  fc.assert(
    fc.property(hostile, (words) => {
      const payloads = { ...everything(words), cards: cards(words) };
      expect(breaches(payloads)).toEqual([]);
      expect(unexplained(payloads)).toEqual([]);
      expect(parsedTexts(payloads).filter((text) => /^&gt;/m.test(text))).toEqual([]);
      expect(allTexts(payloads).filter((text) => !text.isWellFormed())).toEqual([]);
    }),
    // A line that a stranger begins is drawn too rarely by chance.
    { numRuns: 30, examples: [['> quoted'], ['&gt; quoted']] },
  );
}, 90_000);

test('however long the texts, a card says aloud its deadline and what can be done', () => {
  fc.assert(
    fc.property(hostile, (words) => {
      const { text } = card({
        ...fill(make.card({ unknownFit: ['x'] }), words),
        commands: ['accept', 'reject', 'snooze'],
      });
      expect(text).toContain('Accept by <!date^');
      expect(text).toContain('You can: Accept, Reject…');
      expect(text).not.toContain('more lines in the message');
    }),
  );
});

/** What each link of a payload leads to: those in text Slack parses, and those of rich text and buttons. */
const addressesIn = (payload: unknown): string[] => [
  ...parsedTexts(payload).flatMap((text) =>
    [...text.matchAll(/<([a-z]+:[^<>|\s]+)\|/g)].map(([, address]) => `${address}`.replaceAll('&amp;', '&')),
  ),
  ...urlsIn(payload),
];

function urlsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'url' in value && typeof value.url === 'string' ? [value.url] : [];
  return [...own, ...Object.values(value).flatMap(urlsIn)];
}

const linksOf = (address: string) => ({
  phone: address,
  email: `${address}@x.example`,
  linkedin: address,
  crm: address,
});
/** Pieces of addresses, put together: what looks like one host and leads to another among them. */
const forged = fc
  .tuple(
    fc.constantFrom(
      'https://',
      'HTTPS://',
      'http://',
      'https:\\\\',
      'https:',
      '//',
      'ftp://',
      'javascript:',
      '',
    ),
    fc.constantFrom(
      '',
      'good.example@',
      'user:pass@',
      ':pass@',
      'good.example%40',
      'good.example\\@',
      'a@b@',
    ),
    fc.constantFrom('evil.example', 'EVIL.example.', 'evil.example:8443', 'xn--bcher-kva.example', 'x'),
    fc.constantFrom('', '/', '/@good.example', '?to=a@b', '#|x>', '/<!channel>'),
  )
  .map((parts) => parts.join(''));

test('whatever address comes in, a card holds links to allowed addresses only', () => {
  let linked = 0;
  fc.assert(
    fc.property(fc.oneof(hostile, forged, fc.webUrl({ withQueryParameters: true })), (address) => {
      const drawn = card(make.card({ links: linksOf(address) }));
      expect(unexplained(drawn)).toEqual([]);
      expect(breaches(drawn)).toEqual([]);
      const addresses = addressesIn(drawn).map((one) => new URL(one));
      linked += addresses.length;
      for (const { protocol, username, password } of addresses) {
        expect(['http:', 'https:', 'mailto:', 'tel:']).toContain(protocol);
        expect(username + password).toBe('');
      }
    }),
    { numRuns: 300 },
  );
  expect(linked).toBeGreaterThan(100);
});

/** What the address of a CRM record is drawn as: a link, or the words alone. */
const drawnFor = (crm: string): string | undefined =>
  parsedTexts(card(make.card({ links: { phone: null, email: null, linkedin: null, crm } })).blocks)
    .map((text) => text.replaceAll('&amp;', '&'))
    .find((text) => text.includes('CRM record'));

test('an address that names a user before its host is words that say where it leads, not a link', () => {
  const words = 'CRM record (evil.example)';
  expect([
    drawnFor('https://good.example@evil.example/'),
    drawnFor('https://user:pass@evil.example/'),
    drawnFor('https://:pass@evil.example/'),
    drawnFor('HTTPS://Good.Example@EVIL.example/'),
    drawnFor('https:\\\\good.example@evil.example'),
    drawnFor('https:/good.example@evil.example/'),
    drawnFor('https://good.example%2F@evil.example'),
    drawnFor('https://a@good.example@evil.example/'),
  ]).toEqual(Array.from({ length: 8 }, () => words));
});

test('an address whose host cannot be read is words', () => {
  expect([
    drawnFor('https://good.example%40evil.example/'),
    drawnFor('//evil.example/'),
    drawnFor('evil.example'),
    drawnFor('https://'),
  ]).toEqual(Array.from({ length: 4 }, () => 'CRM record'));
});

test('an address that leads where it seems to is a link, with its host in words', () => {
  expect(drawnFor('HTTPS://CRM.example/a?b=c@d')).toBe(
    '<https://crm.example/a?b=c@d|CRM record (crm.example)>',
  );
  expect(drawnFor('https://crm.example./')).toBe('<https://crm.example./|CRM record (crm.example.)>');
  // What stands behind a slash, or a backslash, is a path and names no host.
  expect(drawnFor('https://crm.example\\@good.example/')).toBe(
    '<https://crm.example/@good.example/|CRM record (crm.example)>',
  );
});

test('only LinkedIn’s own hosts are called LinkedIn', () => {
  const label = (linkedin: string): string | undefined =>
    parsedTexts(card(make.card({ links: { phone: null, email: null, crm: null, linkedin } })).blocks)
      .map((text) => /\|(.*)>$/.exec(text)?.[1])
      .find((words) => words !== undefined);
  expect([
    label('https://linkedin.com/in/dana'),
    label('https://de.LinkedIn.com/in/dana'),
    label('https://evil-linkedin.com/in/dana'),
    label('https://linkedin.com.evil.example/in/dana'),
    label('https://evil.example/linkedin.com'),
  ]).toEqual([
    'LinkedIn',
    'LinkedIn',
    'Profile (evil-linkedin.com)',
    'Profile (linkedin.com.evil.example)',
    'Profile (evil.example)',
  ]);
});

test('a link longer than Slack takes is none', () => {
  const long = (length: number) => 'https://a.example/'.padEnd(length, 'x');
  expect([2_999, 3_000, 3_001].map((length) => safeUrl(long(length))?.length ?? null)).toEqual([
    2_999,
    3_000,
    null,
  ]);
  // Counted as it is written down: a space becomes three characters.
  expect(safeUrl(`${long(2_998)} x`)).toBeNull();
});
