import { describe, expect, test } from 'vitest';
import { type FieldOfTool, isSame, planFields, type Writing, wantedBy } from '#domain/plan-write.ts';
import { BY_HAND_USUALLY } from '#domain/sink-systems.ts';

const field = (name: string, changes: Partial<FieldOfTool> = {}): FieldOfTool => ({
  ...{ name, label: name, type: 'text', options: [], isReadOnly: false },
  ...changes,
});
const options = ['lead', 'mql', 'sql', 'customer'].map((value) => ({ value, label: value.toUpperCase() }));
const STAGE = field('stage', { label: 'Lifecycle', type: 'choice', options });

const plan = (changes: Partial<Writing>) =>
  planFields({
    ...{ wanted: [], fields: [], current: {}, written: {}, stageOrder: [] },
    byHand: (key) => BY_HAND_USUALLY[key],
    ...changes,
  });

test('what stands there already is not written again', () => {
  const fields = [field('reason')];
  const wanted = [{ key: 'reason', field: 'reason', value: 'No budget' } as const];
  expect(plan({ fields, wanted, current: { reason: 'No budget' } })).toEqual({ changes: [], notes: [] });
  expect(plan({ fields, wanted, current: { reason: null } }).changes).toEqual([
    { field: 'reason', from: null, to: 'No budget' },
  ]);
});

test('a field that is not there, or cannot be written, is said and keeps nothing else from being written', () => {
  const { changes, notes } = plan({
    fields: [field('sum', { label: 'Sum', isReadOnly: true }), field('reason')],
    wanted: [
      { key: 'owner_name', field: 'handoff_owner', value: 'Ana' },
      { key: 'amount', field: 'sum', value: '4' },
      { key: 'reason', field: 'REASON', value: 'No budget' },
    ],
  });
  expect(changes).toEqual([{ field: 'reason', from: null, to: 'No budget' }]);
  expect(notes).toEqual(['there is no field handoff_owner', 'the field Sum cannot be written']);
});

describe('a choice', () => {
  const wanted = (value: string) => [{ key: 'stage', field: 'stage', value } as const];
  test('is found by its value or its label, however it is written', () => {
    for (const value of ['sql', 'SQL', ' s-q-l '])
      expect(plan({ fields: [STAGE], wanted: wanted(value), current: { stage: 'mql' } }).changes).toEqual([
        { field: 'stage', from: 'mql', to: 'sql' },
      ]);
  });
  test('that the account does not have is said', () => {
    expect(plan({ fields: [STAGE], wanted: wanted('Won') })).toEqual({
      changes: [],
      notes: ['Lifecycle has no option Won'],
    });
  });
});

describe('a stage', () => {
  const stageOrder = ['Lead', 'MQL', 'SQL', 'Customer'];
  const move = (from: string, to: string, order = stageOrder) =>
    plan({
      ...{ fields: [STAGE], current: { stage: from }, stageOrder: order },
      wanted: [{ key: 'stage', field: 'stage', value: to }],
    });
  test('goes forward', () => {
    expect(move('mql', 'sql').changes).toHaveLength(1);
  });
  test('does not go back, and that is said', () => {
    expect(move('customer', 'sql')).toEqual({
      changes: [],
      notes: ['Lifecycle stays CUSTOMER: it would go back'],
    });
  });
  test('goes back where the settings let it', () => {
    expect(move('customer', 'sql', []).changes).toHaveLength(1);
  });
});

describe('what somebody changed there by hand', () => {
  const owner = {
    fields: [field('owner', { label: 'Owner' })],
    wanted: [{ key: 'owner', field: 'owner', value: '2' } as const],
    current: { owner: '7' },
  };
  test('is kept where they decide, and said', () => {
    expect(plan({ ...owner, written: { owner: '1' } })).toEqual({
      changes: [],
      notes: ['Owner stays 7: it was changed there'],
    });
  });
  test('is taken back where we do, and said', () => {
    expect(plan({ ...owner, written: { owner: '1' }, byHand: () => 'overwrite' })).toEqual({
      changes: [{ field: 'owner', from: '7', to: '2' }],
      notes: ['Owner was 7, changed there, and is ours again'],
    });
  });
  test('is nothing by hand where we never wrote', () => {
    expect(plan(owner)).toEqual({ changes: [{ field: 'owner', from: '7', to: '2' }], notes: [] });
  });
  test('is nothing by hand where what we wrote stands', () => {
    expect(plan({ ...owner, written: { owner: '7' } }).notes).toEqual([]);
  });
});

test('tools write the same number, day or instant in their own way', () => {
  expect(isSame({ type: 'number' }, '40000', '40000.00')).toBe(true);
  expect(isSame({ type: 'number' }, '40000', '4000')).toBe(false);
  expect(isSame({ type: 'date' }, '2027-03-31', '2027-03-31T00:00:00.000Z')).toBe(true);
  expect(isSame({ type: 'datetime' }, '2026-11-23T09:00:00.400Z', '2026-11-23T10:00:00+01:00')).toBe(true);
  expect(isSame({ type: 'datetime' }, '2026-11-23T09:00:02Z', '2026-11-23T09:00:00Z')).toBe(false);
  expect(isSame({ type: 'text' }, null, '')).toBe(true);
});

test('a state is told in the fields there are, and nothing that it does not say', () => {
  const naming = {
    fields: { status: 'hs_lead_status', owner: 'owner', reason: 'why', stage: null, lead_id: 'lead' },
    ...{
      status: { rejected: 'UNQUALIFIED' },
      stage: { sales_accepted: 'sql' },
      source: 'Website',
      leadId: 'l1',
    },
    userOf: (id: string) => (id === 'ana' ? '77' : null),
    nameOf: (id: string) => id.toUpperCase(),
    reasonOf: (code: string) => `because ${code}`,
  };
  expect(wantedBy({ status: 'rejected', ownerId: 'ana', reason: 'no_budget' }, naming)).toEqual([
    { key: 'status', field: 'hs_lead_status', value: 'UNQUALIFIED' },
    { key: 'owner', field: 'owner', value: '77' },
    { key: 'reason', field: 'why', value: 'because no_budget' },
    { key: 'lead_id', field: 'lead', value: 'l1' },
  ]);
  // Whom the tool does not know owns nothing there, and a status without a word there is not written.
  expect(wantedBy({ status: 'accepted', ownerId: 'ben', reason: null }, naming)).toEqual([
    { key: 'reason', field: 'why', value: null },
    { key: 'lead_id', field: 'lead', value: 'l1' },
  ]);
});
