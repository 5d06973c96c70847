import type { HomeView, ModalView } from '@slack/types';
import { acceptanceFall } from '#blocks/acceptance-fall.ts';
import { accountNews } from '#blocks/account-news.ts';
import { answerModal, overdueAnswers } from '#blocks/answers.ts';
import { attribution } from '#blocks/attribution.ts';
import { backtest, backtestRuns } from '#blocks/backtest.ts';
import { balance } from '#blocks/balance.ts';
import { batchCard } from '#blocks/batch.ts';
import { card } from '#blocks/card.ts';
import { claimCard } from '#blocks/claim.ts';
import { correction } from '#blocks/correction.ts';
import { cost } from '#blocks/cost.ts';
import { away, proposal, proposalModal } from '#blocks/cover.ts';
import { coverMessage } from '#blocks/cover-messages.ts';
import { churnModal, expansionModal } from '#blocks/customer-modals.ts';
import type { MessageBlock } from '#blocks/data-visualization.ts';
import { opportunityModal } from '#blocks/deal-modals.ts';
import { definition } from '#blocks/definition.ts';
import { definitionsModal } from '#blocks/definitions/definitions-modal.ts';
import { detailsModal } from '#blocks/details-modal.ts';
import { digest } from '#blocks/digest.ts';
import { digestSwitches } from '#blocks/digest-switches.ts';
import { dispute } from '#blocks/dispute.ts';
import { doctor } from '#blocks/doctor.ts';
import { escalations } from '#blocks/escalations.ts';
import { ephemeral, explain } from '#blocks/explain.ts';
import { failures } from '#blocks/failures.ts';
import { feedback } from '#blocks/feedback.ts';
import { funnel } from '#blocks/funnel.ts';
import { funnelCoverage } from '#blocks/funnel-coverage.ts';
import { funnelForecast } from '#blocks/funnel-forecast.ts';
import { funnelSpeed } from '#blocks/funnel-speed.ts';
import { funnelTree } from '#blocks/funnel-tree.ts';
import { funnelVelocity } from '#blocks/funnel-velocity.ts';
import { help, helpWith } from '#blocks/help.ts';
import { awayModal } from '#blocks/home/away-modal.ts';
import { home } from '#blocks/home/home.ts';
import { strangersHome } from '#blocks/home/stranger.ts';
import { joinedSignal } from '#blocks/joined-signal.ts';
import { late, outageNotice } from '#blocks/late.ts';
import { leadList } from '#blocks/lead-list.ts';
import { marketingDigest } from '#blocks/marketing-digest.ts';
import { mendModal } from '#blocks/mend-modal.ts';
import { linesModal, loadingModal } from '#blocks/notice-modals.ts';
import { opsNotice } from '#blocks/ops-notice.ts';
import { pauseAnswer, pauseNotice } from '#blocks/pause.ts';
import { plan as funnelPlan } from '#blocks/plan.ts';
import { planned, plans, takenBack, whichPlan } from '#blocks/plans.ts';
import { definitionProposal, proposals } from '#blocks/proposal.ts';
import { qualifyModal, winModal } from '#blocks/qualify-modal.ts';
import { disqualifyModal, loseModal, recycleModal, rejectModal } from '#blocks/reason-modals.ts';
import { reassignModal } from '#blocks/reassign-modal.ts';
import { receiving } from '#blocks/receiving.ts';
import { reloaded } from '#blocks/reload.ts';
import { reminder } from '#blocks/reminder.ts';
import { repDigest } from '#blocks/rep-digest.ts';
import { report, sharable, shared } from '#blocks/report.ts';
import { respondModal } from '#blocks/respond-modal.ts';
import { channelsScreen } from '#blocks/setup/channels.ts';
import { managersScreen } from '#blocks/setup/managers.ts';
import { confirmLiveScreen, modeScreen } from '#blocks/setup/mode.ts';
import { noAccessScreen, overviewScreen } from '#blocks/setup/overview.ts';
import { poolScreen, poolsScreen } from '#blocks/setup/pools.ts';
import { busyScreen } from '#blocks/setup/screen.ts';
import { connectedScreen, connectScreen, sourceScreen, sourcesScreen } from '#blocks/setup/sources.ts';
import { approveTeamScreen, confirmRemovalScreen, removeScreen, teamScreen } from '#blocks/setup/team.ts';
import { testLeadScreen } from '#blocks/setup/test-lead.ts';
import { shadow } from '#blocks/shadow.ts';
import { shadowDay } from '#blocks/shadow-day.ts';
import { sinkNotice } from '#blocks/sink-notice.ts';
import { snoozeModal } from '#blocks/snooze-modal.ts';
import { sourceTrouble } from '#blocks/source-trouble.ts';
import { sources } from '#blocks/sources.ts';
import { stack } from '#blocks/stack.ts';
import { suggestions } from '#blocks/suggestions.ts';
import { why, whyModal } from '#blocks/why-modal.ts';
import { CUSTOMER_DEEDS } from '#domain/customer.ts';
import { RECIPES } from '#domain/setup/recipes.ts';
import { COMMANDS_OF_A_CARD, STATUSES } from './card-states.ts';
import * as costs from './costs.ts';
import * as homes from './homes.ts';
import * as models from './models.ts';
import * as pipeline from './pipeline.ts';
import * as setup from './setup.ts';
import { shadowDayModel, shadowModel } from './shadow.ts';
import * as statements from './statements.ts';

/** Something the app sends to Slack, with what it is called. */
export type Drawing = { name: string } & ({ blocks: MessageBlock[] } | { view: ModalView | HomeView });

/** One of everything the app draws: cards in each standing, messages, answers, modals, screens and Homes. */
export function everyDrawing(): Drawing[] {
  return [
    ...cards(),
    ...Object.entries(messages()).map(([name, { blocks }]) => ({ name, blocks })),
    ...Object.entries(views()).map(([name, view]) => ({ name, view })),
  ];
}

const { at } = models;
const said = { line: ['Saved.'], undo: 3 };
const pause = { since: at('10:00'), until: at('14:00'), byName: 'Olga Brandt', why: 'offsite' };
const covered = [{ lead: 'Dana Ionescu', company: 'Globex' }];
const cover = {
  coverId: 'c1',
  until: at('14:00'),
  shares: [{ name: 'Ben', leads: 3 }],
  stays: 1,
  managerName: 'Mia',
  rest: 2,
};
const plan = { from: at('10:00'), until: at('14:00') };
const owed = {
  sourceId: 'website',
  reasonCode: 'too_small',
  sourceName: 'Website',
  reason: 'Too small',
  count: 3,
};
const entry = {
  name: 'find',
  usage: 'find <text>',
  summary: 'Finds a lead.',
  for: 'everybody' as const,
  examples: ['/leads find globex'],
};

function cards(): Drawing[] {
  const lifted = [{ words: 'May be called again', byName: 'HubSpot', at: at('09:00') }];
  const all = {
    unknownFit: ['country'],
    commands: [...COMMANDS_OF_A_CARD],
    touch: models.touch(),
    lifted,
    handedOn: {
      words: 'Qualified' as const,
      byName: 'Ana',
      at: at('09:30'),
      answers: [{ label: 'Budget', text: 'x' }],
    },
    deal: { sum: '40,000 EUR', closeOn: '2027-03-31', subStage: 'Proposal', nextStep: 'x' },
    account: models.account(),
    sameCompany: models.sameCompany(),
    churn: { on: '2026-12-31', words: 'x' },
    customerDeeds: [...CUSTOMER_DEEDS],
  };
  return STATUSES.map((status) => ({
    name: `a card, ${status.type}`,
    blocks: card(models.card({ ...all, status, pause })).blocks,
  }));
}

function messages(): Record<string, { blocks: MessageBlock[] }> {
  return {
    'a lead to claim': claimCard(models.claim()),
    'leads that came in numbers': batchCard(models.batch()),
    'a reminder': reminder(models.reminder()),
    'reminders that came too late': late(models.late()),
    'what the company of a lead did': accountNews(models.accountNews()),
    'what a company did that somebody looks after': accountNews(models.accountNews({ lead: null })),
    'somebody who came again': joinedSignal(models.joinedSignal()),
    'somebody who came again under another name': joinedSignal(
      models.joinedSignal({ as: 'Bob Miller', notes: [{ label: 'Notes', text: 'call me on Friday' }] }),
    ),
    'a lead that was told of twice': card(
      models.card({ otherNames: ['Bob Miller'], tellings: models.tellings() }),
    ),
    'a manager’s list of what is overdue': escalations(models.escalations()),
    'rejections for marketing': feedback(models.feedback()),
    'answers that marketing owes': overdueAnswers({
      rows: [{ ...owed, dueAt: at('10:00') }],
      isSuperseded: false,
    }),
    'a manager’s digest': digest(homes.digest()),
    'a marketer’s digest': marketingDigest(
      homes.marketingDigest({ falls: [pipeline.fall()], suggestions: homes.suggestions() }),
    ),
    'a rep’s digest': repDigest(homes.repDigest()),
    'the answer of /handoff digests': digestSwitches([
      { kind: 'managers', at: 'opening', isMuted: false },
      { kind: 'reps', at: '08:30', isMuted: true },
    ]),
    'an outage': outageNotice({ from: at('10:00'), to: at('11:00') }),
    'a notice for ops': opsNotice({ title: 'Quarantine', lines: ['a lead without an address'] }),
    'a source that is silent': sourceTrouble(statements.sourceTrouble({ refusedSince: 3 })),
    'a source whose deliveries are refused': sourceTrouble(
      statements.sourceTrouble({ kind: 'refused', problem: 'unproven' }),
    ),
    'a subscription that ends': sourceTrouble(
      statements.sourceTrouble({ kind: 'subscription', since: at('20:00'), problem: 'Zoho CRM refuses' }),
    ),
    'a record that a rep put right': correction(models.correction()),
    'a record that a manager objected to': correction(
      models.correction({ isCredited: false, objectedName: 'Mia Lang' }),
    ),
    'a tool that is new': sinkNotice(statements.newSink()),
    'a tool that was approved': sinkNotice(
      statements.newSink({ approved: { at: at('18:00'), by: 'Olga Brandt' } }),
    ),
    'a tool that refuses us': sinkNotice({
      ...{ sinkId: 'crm', name: 'HubSpot', isKnown: true, what: 'refused', since: at('17:00') },
      problem: 'HubSpot refuses the token (HTTP 401): put a new one in',
    }),
    'a tool that takes it again': sinkNotice({
      ...{
        sinkId: 'crm',
        name: 'HubSpot',
        isKnown: true,
        what: 'refused',
        since: at('17:00'),
        problem: null,
      },
    }),
    'a tool that could not be told': sinkNotice({
      ...{ sinkId: 'crm', name: 'HubSpot', isKnown: true, what: 'failed', count: 2 },
      problems: ['HubSpot takes no such value for Lead Status'],
    }),
    'a tool that knows of all': sinkNotice({
      ...{ sinkId: 'crm', name: 'HubSpot', isKnown: true, what: 'failed', count: 0, problems: [] },
    }),
    'a source that delivers again': sourceTrouble(statements.sourceTrouble({ endedAt: at('18:00') })),
    'a day in shadow mode': shadowDay(shadowDayModel()),
    'that clocks are paused': pauseNotice({ what: 'pause', pause, endedAt: null, endedByName: null }),
    'that clocks go on': pauseNotice({
      what: 'resume',
      pause,
      endedAt: at('12:00'),
      endedByName: 'Olga Brandt',
    }),
    'a question to cover': coverMessage({
      type: 'ask',
      coverId: 'c1',
      personName: 'Ana',
      until: at('14:00'),
      answerBy: at('10:30'),
      leads: covered,
      state: 'open',
    }),
    'what somebody has back': coverMessage({
      type: 'welcome',
      returned: covered,
      kept: [{ name: 'Ben', leads: covered }],
      over: 1,
    }),
    'the answer of /handoff away': proposal(cover),
    'the answer of /handoff away, with nothing to cover': away(at('14:00')),
    'the answer of /handoff away from … until …': planned(plan.from, plan.until),
    'the answer of /handoff away list': plans([plan, plan], at('14:00')),
    'the answer of /handoff away cancel': whichPlan([plan, plan]),
    'the answer of /handoff away cancel 1': takenBack([plan]),
    'the answer of /leads': leadList(models.leadList()),
    'the answer of /leads why': why(models.routing()),
    'the answer of /funnel': sharable(funnel(models.funnel()), '/30d'),
    'an answer of /funnel that is shared': shared(funnel(models.funnel()), {
      line: ['Shared'],
      personId: 'ana',
    }),
    'the answer of /funnel by week': report(
      funnel(
        models.funnel({
          by: 'week',
          before: null,
          groups: [models.funnelGroup({ key: '2026-W47', name: '16 Nov 2026' })],
        }),
      ),
    ),
    'the answer of /funnel by source': report(
      funnel(models.funnel({ by: 'source', groups: [models.funnelGroup({ name: 'Website' })] })),
    ),
    'the answer of /funnel tree': report(funnelTree(statements.funnelTree())),
    'the answer of /funnel cost': report(cost(costs.cost())),
    'the answer of /funnel plan': report(funnelPlan(costs.plan())),
    'the answer of /funnel failures': report(failures(costs.failures())),
    'the answer of /funnel attribution': report(attribution(costs.attribution())),
    'the answer of /funnel velocity': report(funnelVelocity(pipeline.velocity())),
    'the answer of /funnel coverage': report(funnelCoverage(pipeline.coverage())),
    'the answer of /funnel forecast': report(funnelForecast(pipeline.forecast())),
    'the answer of /funnel speed': report(funnelSpeed(pipeline.speed())),
    'the answer of /handoff balance': balance(statements.balance()),
    'the answer of /handoff why': receiving(statements.receiving()),
    'the answer of /handoff definitions': definition(statements.definition()),
    'the answer of /handoff sources': sources(
      statements.sources({
        sources: [
          statements.sourceLine({ troubles: [statements.sourceTrouble()], subscriptionEndsAt: at('20:00') }),
        ],
        total: 9,
      }),
    ),
    'the answer of /handoff stack': stack(statements.stack()),
    'the answer of /handoff shadow': shadow(shadowModel()),
    'the answer of /handoff backtest': backtest(statements.backtest(), {
      changes: ['require employees >= 50'],
      found: ['Newly handed over: 2 leads'],
    }),
    'a campaign of which sales takes fewer': acceptanceFall(homes.acceptanceFall()),
    'a disagreement': dispute(models.dispute()),
    'a disagreement that is decided': dispute(
      models.dispute({ decided: { decision: 'again', byName: 'Mia', at: at('10:20') } }),
    ),
    'a proposal that waits for signatures': definitionProposal(statements.proposal()),
    'a proposal that bore out its promise': definitionProposal(
      statements.proposal({
        about: 'result',
        state: 'borne_out',
        why: 'Of those it keeps out …',
        acts: ['promote', 'withdraw'],
      }),
    ),
    'a proposal on trial': definitionProposal(
      statements.proposal({
        state: 'on_trial',
        sides: { keptOut: { cases: 3, of: 9 }, letIn: { cases: 0, of: 0 }, both: { cases: 5, of: 40 } },
        acts: ['withdraw'],
      }),
    ),
    'a proposal in force that is missed': definitionProposal(
      statements.proposal({ about: 'result', state: 'promoted', isMissed: true, acts: ['revert'] }),
    ),
    'the answer of /handoff propose': proposals([statements.proposal()]),
    'the answer of /handoff suggestions': suggestions(homes.suggestions()),
    'the answer of /handoff backtest, meanwhile': backtestRuns(12_000),
    'the answer of /handoff pause': pauseAnswer({ type: 'paused', pause, clocks: 12 }),
    'the answer of /handoff reload': reloaded({
      type: 'in_force',
      before: 'abc',
      after: 'def',
      changes: ['pool SDRs: Ana joins'],
    }),
    'the answer of /handoff doctor': doctor(
      [{ severity: 'risk', where: 'route all', what: 'never reached', advice: 'Put it higher.' }],
      'abc',
    ),
    'the answer of /leads help': help('/leads', [entry], '“fnd” is not something /leads knows'),
    'the answer of /leads help find': helpWith('/leads', entry, null),
    'the answer to a press': ephemeral(explain({ type: 'not_yours', ownerName: 'Ana Duarte' })),
  };
}

function views(): Record<string, ModalView | HomeView> {
  const groups = [{ id: 'S0SDRS', handle: 'sdrs', name: 'SDRs', size: 4 }];
  const source = {
    id: 'website',
    name: 'Website',
    isFiles: false,
    personsId: 'vid',
    lastDelivery: setup.delivery,
  };
  const where = { address: 'https://leads.example/webhooks/website', path: '/webhooks/website' };
  const [recipe] = RECIPES;
  return {
    'a modal before it is filled': loadingModal('Details'),
    'a modal that says what came of it': linesModal('Not done', [['This lead is with Ana.']]),
    'Reject…': rejectModal(models.reasons()),
    'Recycle…': recycleModal(models.reasons()),
    'Disqualify…': disqualifyModal(models.reasons()),
    'Snooze until…': snoozeModal(models.snoozePick()),
    'Log response…': respondModal(models.respond({ told: [models.touch()] })),
    'Mend the address…': mendModal({
      ...models.snoozePick(),
      sent: 'dana@globex,com',
      suggestion: 'dana@globex.com',
    }),
    'Qualify…': qualifyModal({ ...models.questions(), leg: 'mql_to_sdr' }),
    'Opportunity…': opportunityModal({
      ...models.snoozePick(),
      deal: { amount: 40_000, currency: 'EUR', closeOn: '2027-03-31', subStage: 'proposal', nextStep: 'x' },
      needsMeeting: true,
      subStages: { listed: [{ code: 'proposal', words: 'Proposal' }], chosen: 'proposal' },
    }),
    'Won…': winModal(models.questions()),
    'Lost…': loseModal(models.reasons()),
    'Expansion…': expansionModal(models.snoozePick()),
    'Churned…': churnModal(models.reasons()),
    'Reassign…': reassignModal(models.reassign()),
    'What the figures mean': definitionsModal('funnel'),
    Details: detailsModal(models.details()),
    'Why me?': whyModal(models.routing()),
    'Answer…': answerModal({ ...owed, seenAt: at('10:00') }),
    'I am away…': awayModal({
      choices: [{ label: '2 hours', value: '2h', until: at('12:00') }],
      timeZone: 'Europe/Berlin',
    }),
    'Hand over': proposalModal(cover),
    'a Home': home(
      homes.home({
        rep: homes.rep(),
        team: homes.team(),
        marketing: homes.marketing(),
        ops: homes.ops({
          tools: [
            {
              ...{ name: 'HubSpot', isApproved: true, refused: 'HubSpot refuses the token (HTTP 401)' },
              ...{ failed: 1, planned: 0, waiting: 3, lastAt: at('09:30') },
            },
            {
              ...{ name: 'Webhook', isApproved: false, refused: null },
              ...{ failed: 0, planned: 4, waiting: 0, lastAt: null },
            },
          ],
        }),
        muted: ['reps'],
      }),
    ),
    'a stranger’s Home': strangersHome({ workspace: 'Acme', ask: ['U0OLGA'] }),
    'setup: all steps': overviewScreen(setup.overview, said),
    'setup: not for everybody': noAccessScreen(['Olga Brandt']),
    'setup: team': teamScreen({ people: [setup.person], groups }, said),
    'setup: whom to add': approveTeamScreen({
      about: 'sdr 09:00 18:00',
      found: [{ slackId: 'U0KIM', name: 'Kim Lee', timeZone: 'Europe/Berlin' }],
      known: ['Bruno Sá'],
      leftOut: [{ name: 'Gus Guest', why: 'guest' }],
      role: 'sdr',
      hours: { from: '09:00', to: '18:00' },
    }),
    'setup: who leaves': removeScreen([setup.person], said),
    'setup: whether they leave': confirmRemovalScreen(setup.removal),
    'setup: managers': managersScreen([setup.person], said),
    'setup: pools': poolsScreen([setup.pool], said),
    'setup: a pool': poolScreen(
      { pool: setup.pool, people: [setup.person], groups, about: 'sdr_emea' },
      said,
    ),
    'setup: channels': channelsScreen({ channels: setup.overview.channels, about: '' }, said),
    'setup: sources': sourcesScreen([source], said),
    'setup: a new source': connectScreen(said),
    ...(recipe && {
      'setup: a source’s token': connectedScreen({
        ...where,
        id: 'website',
        name: 'Website',
        token: 'a-token-shown-once',
        recipe,
        trial: 'curl',
      }),
    }),
    'setup: a source': sourceScreen({ ...source, ...where }, said),
    'setup: mode': modeScreen('shadow', said),
    'setup: whether to go live': confirmLiveScreen(),
    'setup: what takes a while': busyScreen(['Reading 40 members… 5 so far']),
    'setup: a test lead': testLeadScreen(null, said),
  };
}
