/**
 * Mailboxes of a role, which several people read and write from, by what stands before the @, without marks between.
 * Gathered by hand from what companies publish in their imprints and contact pages, in the languages we meet.
 */
export const ROLE_NAMES = `
  info information infos mail mailbox email post postbox postmaster webmaster hostmaster admin administrator root office
  hello hi hey contact contacts contactus team staff all everybody group company enquiries enquiry inquiries inquiry
  ask questions request requests feedback welcome reception receptionist frontdesk frontoffice backoffice headoffice hq
  sales salesteam presales insidesales newbusiness bizdev businessdevelopment leads deals quotes quote offers orders order
  purchasing procurement buying suppliers vendors partners partner partnerships reseller wholesale retail shop store
  marketing press media pr communications comms news newsletter events event webinar social content brand
  support help helpdesk service services servicedesk customerservice customercare customersuccess care success tickets
  technical tech technik it itsupport ithelp systems sysadmin security privacy abuse legal compliance dataprotection dpo
  finance accounting accounts account accountspayable billing invoice invoices invoicing payments payroll treasury tax
  hr humanresources people jobs job careers career recruiting recruitment hiring talent training education
  operations ops logistics shipping warehouse production manufacturing quality facilities engineering development dev
  management board directors director executive ceo cfo cto secretary secretariat assistant pa booking bookings
  reservations reservation appointments travel bar restaurant hotel kitchen shared sharedmailbox web website online crm

  kontakt anfrage anfragen angebot angebote anmeldung auftrag bestellung bestellungen bewerbung bewerbungen buchhaltung
  buero zentrale dispo disposition einkauf empfang firma firmapost geschaeftsfuehrung geschaeftsleitung gf kanzlei praxis
  kundenservice kundendienst lager personal personalabteilung presse rechnung rechnungen rezeption reservierung
  sekretariat verwaltung verkauf vertrieb innendienst aussendienst versand vorstand werkstatt datenschutz hilfe

  accueil achat achats bonjour commercial comptabilite direction facturation ressourceshumaines rh serviceclient vente
  ventes ventas compras comercial contacto administracion atencionalcliente contabilidad direccion facturacion hola
  informacion oficina recepcion recursoshumanos rrhh soporte acquisti amministrazione assistenza commerciale contabilita
  direzione informazioni segreteria ufficio vendite vendas contato contabilidade financeiro atendimento suporte

  inkoop verkoop klantenservice administratie receptie directie salg innkjop kundeservice bestilling forsaljning inkop
  kundtjanst ekonomi myynti ostot asiakaspalvelu toimisto obchod prodej nakup kancelar biuro sprzedaz zakupy
  ksiegowosc birou vanzari comenzi iroda ertekesites satis bilgi iletisim zakaz
`
  .trim()
  .split(/\s+/);

const KNOWN: ReadonlySet<string> = new Set(ROLE_NAMES);

/** Mailboxes that many companies have one of for each place or product: info-berlin@, sales.emea@. */
const DIVIDED = new Set(
  'info sales office kontakt contact service support vertrieb einkauf hello team marketing'.split(' '),
);

/** What stands before the @ as it is compared: without its tag, the marks in it, and the number at its end. */
export const localKey = (local: string): string =>
  local
    .toLowerCase()
    .replace(/\+.*$/s, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?<=\p{L})\d+$/u, '');

/** Whether a mailbox is a role's, by its name. */
export function isRoleName(local: string): boolean {
  const [first = '', ...rest] = local.toLowerCase().split(/[._-]/);
  return KNOWN.has(localKey(local)) || (rest.length > 0 && DIVIDED.has(first));
}
