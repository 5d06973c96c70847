const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The last three of 18 characters say which of the first 15 are capitals, for who cannot tell them apart. */
export function longId(id: string): string {
  const places = [0, 5, 10].map((from) =>
    [...id.slice(from, from + 5)].reduce((sum, letter, at) => sum + (/[A-Z]/.test(letter) ? 2 ** at : 0), 0),
  );
  return id.slice(0, 15) + places.map((place) => ALPHABET[place]).join('');
}

const PREFIXES = {
  Lead: '00Q',
  Contact: '003',
  Account: '001',
  Opportunity: '006',
  Task: '00T',
  User: '005',
  LeadStatus: '01J',
  OpportunityStage: '01J',
  TaskStatus: '01J',
} as const;
export type ObjectName = keyof typeof PREFIXES;

/** Ids as an org gives them: what it is of, where it is kept, and a number. */
export function createRecordIds(): (object: ObjectName) => string {
  let last = 0;
  return (object) => {
    last += 1;
    return longId(`${PREFIXES[object]}Wx${last.toString(36).padStart(10, '0')}`);
  };
}
