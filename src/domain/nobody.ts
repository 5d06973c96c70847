/**
 * What is written where something has to be, as it is compared: in lower case, with letters and digits alone. It names
 * nobody, wherever it stands.
 */
export const NOTHING: ReadonlySet<string> = listed(`
  na none null nil nan undefined unknown unbekannt inconnu desconocido sconosciuto onbekend notprovided notavailable
  notgiven notapplicable keine keineangabe nobody niemand anonymous anonym anon
`);

/** Before the @, and as a name, these name nobody either. */
export const FILLERS: ReadonlySet<string> = listed(`
  noname noemail nomail noaddress keinemail keineemail sansemail sinemail sinmail fakeemail
  test tester testing testuser testlead asdf asdfasdf asd qwerty qwertz abc xxx xyz foo foobar dummy fake invalid
  example sample user username name yourname youremail firstname lastname nachname vorname
  noreply donotreply noresponse mailerdaemon
`);

/** As a name these name nobody either; as an address they are somebody's. */
export const NO_NAMES: ReadonlySet<string> = listed(`
  first last new lead contact visitor website guest customer client email mail info admin
`);

/** Domains of these names have no mailbox: who writes noemail.com has none. */
export const NO_MAIL_AT: ReadonlySet<string> = listed(`
  noemail nomail noaddress keinemail sansemail fakeemail none unknown notprovided donotreply
`);

function listed(words: string): Set<string> {
  return new Set(words.trim().split(/\s+/));
}
