import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** What an operator watches. Labels are ids of our own settings, never anything a stranger wrote. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    deliveries: new Counter({
      name: 'handoff_deliveries_total',
      help: 'Webhook deliveries by source and answer',
      labelNames: ['source', 'status'],
      registers,
    }),
    forms: new Counter({
      name: 'handoff_forms_total',
      help: 'Forms of pages that asked whether their visitor is qualified, by source and answer',
      labelNames: ['source', 'status'],
      registers,
    }),
    slackCalls: new Counter({
      name: 'handoff_slack_calls_total',
      help: 'Calls of the reconciler to Slack by method and result',
      labelNames: ['method', 'result'],
      registers,
    }),
    cardSeconds: new Histogram({
      name: 'handoff_card_seconds',
      help: 'From the moment a message was wanted to the moment Slack had it',
      labelNames: ['kind'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
      registers,
    }),
    tickSeconds: new Histogram({
      name: 'handoff_tick_seconds',
      help: 'How long one tick took',
      buckets: [0.005, 0.025, 0.1, 0.5, 2, 10],
      registers,
    }),
    unheardLeads: new Gauge({
      name: 'handoff_unheard_leads',
      help: 'Overdue leads of which nobody hears: managers, deputies and ops are away, and no channel takes it',
      registers,
    }),
    stepsLateSeconds: new Gauge({
      name: 'handoff_step_late_seconds',
      help: 'How late the latest due step was carried out',
      registers,
    }),
  };
}
