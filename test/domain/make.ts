import type * as z from 'zod';
import { type FactValues, factsOf } from '#domain/conditions.ts';
import type { Hours } from '#domain/handoff.ts';
import { type CanonicalLead, canonicalLeadSchema, type LeadSignal } from '#domain/lead.ts';
import {
  type ClockTarget,
  type MqlDefinition,
  type Reason,
  type Settings,
  settingsSchema,
} from '#domain/settings.ts';

const { mql, temperature, reasons } = settingsSchema.shape;

/** Valid values to start from; a test overrides only what it is about. */
export const make = {
  /** Anna Berg, Head of Operations of a German machine builder with 420 people, asks for a demo. */
  lead(overrides: z.input<typeof canonicalLeadSchema> = {}): CanonicalLead {
    return canonicalLeadSchema.parse({
      person: {
        full_name: 'Anna Berg',
        email: 'anna.berg@nordwerk.example',
        title: 'Head of Operations',
        country: 'DE',
      },
      account: { name: 'Nordwerk', industry: 'manufacturing', employees: 420 },
      channel: 'demo_request',
      ...overrides,
    });
  },

  /** What rules may ask about that lead. */
  facts(overrides: FactValues = {}): FactValues {
    const facts = factsOf({
      lead: make.lead(),
      sourceId: 'website',
      temperature: null,
      territory: null,
    });
    return { ...facts, ...overrides };
  },

  /** A look at the price list on the Monday morning most tests are about. */
  signal(overrides: Partial<LeadSignal> = {}): LeadSignal {
    return {
      type: 'pricing_view',
      at: '2026-03-02T07:30:00Z',
      title: undefined,
      url: undefined,
      ...overrides,
    };
  },

  /** Berlin, Monday to Friday from nine to five. */
  hours(overrides: Partial<Hours> = {}): Hours {
    const day = ['09:00-17:00'];
    return {
      timeZone: 'Europe/Berlin',
      week: { mon: day, tue: day, wed: day, thu: day, fri: day },
      holidays: [],
      ...overrides,
    };
  },

  /** Five minutes by the rep's hours. */
  target(overrides: Partial<ClockTarget> = {}): ClockTarget {
    return { within: { unit: 'minutes', amount: 5 }, calendar: 'rep', ...overrides };
  },

  /** No students; manufacturers from 50 people on; one look at the price list in thirty days. */
  mql(overrides: Partial<z.input<typeof mql>> = {}): MqlDefinition {
    return mql.parse({
      version: '2026-1',
      signed_by: { marketing: 'Mia', sales: 'Sam', on: '2026-01-05' },
      review_by: '2026-07-05',
      exclusions: [{ id: 'student', when: { title: { includes: ['student', 'intern'] } } }],
      profiles: [{ id: 'manufacturer', when: { industry: 'manufacturing', employees: { min: 50 } } }],
      behaviours: [{ id: 'price', any_of: ['pricing_view'] }],
      ...overrides,
    });
  },

  temperature(overrides: z.input<typeof temperature> = {}): Settings['temperature'] {
    return temperature.parse(overrides);
  },

  /** Too small, which fewer than 50 people support. */
  reason(overrides: Partial<z.input<typeof reasons.element>> = {}): Reason {
    return reasons.element.parse({
      code: 'too_small',
      words: 'Too small',
      failure_point: 'qualification_threshold',
      supported_when: { employees: { max: 49 } },
      ...overrides,
    });
  },
};
