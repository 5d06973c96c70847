/** From where accounts are mirrored. */

export const MIRRORS = { hubspot: 'HubSpot', salesforce: 'Salesforce', pipedrive: 'Pipedrive' } as const;
export type MirrorSystem = keyof typeof MIRRORS;
export const MIRROR_SYSTEMS = Object.keys(MIRRORS) as [MirrorSystem, ...MirrorSystem[]]; // its own keys

/** Where there is no CRM, a file says it. */
export const FILE_OF_ACCOUNTS = 'csv';
export type AccountSystem = MirrorSystem | typeof FILE_OF_ACCOUNTS;

export const accountSystemName = (system: AccountSystem): string =>
  system === FILE_OF_ACCOUNTS ? 'the accounts file' : MIRRORS[system];
