import { fold } from '#domain/countries.ts';
import { isRecord } from './record.ts';

/**
 * Reads the fields of a form by what people call them: nobody maps a form whose questions speak for themselves. What is
 * not known here stands as a question and its answer.
 */

/** One field: what the form calls it, and what people read. */
export type Field = { name?: string | undefined; label?: string | undefined; value: unknown };

const NAMES: Record<string, readonly string[]> = {
  'person.email': [
    'email',
    'emailaddress',
    'mail',
    'emailadresse',
    'mailadresse',
    'correo',
    'correoelectronico',
    'courriel',
    'adresseemail',
    'workemail',
  ],
  'person.first_name': [
    'firstname',
    'fname',
    'givenname',
    'vorname',
    'prenom',
    'nombre',
    'voornaam',
    'namefirst',
  ],
  'person.last_name': [
    'lastname',
    'lname',
    'surname',
    'familyname',
    'nachname',
    'nomdefamille',
    'apellido',
    'apellidos',
    'cognome',
    'sobrenome',
    'achternaam',
    'namelast',
  ],
  'person.full_name': [
    'name',
    'fullname',
    'contactname',
    'leadname',
    'vollstaendigername',
    'nomcomplet',
    'nombrecompleto',
    'nomecompleto',
  ],
  'person.phone': [
    'phone',
    'phonenumber',
    'telephone',
    'tel',
    'telephonenumber',
    'mobile',
    'mobilephone',
    'mobilenumber',
    'cell',
    'cellphone',
    'telefon',
    'telefonnummer',
    'telefono',
    'telefone',
    'handynummer',
    'numerodetelephone',
    'workphone',
    'userphone',
  ],
  'person.title': [
    'title',
    'jobtitle',
    'role',
    'jobrole',
    'designation',
    'position',
    'berufsbezeichnung',
    'funktion',
    'cargo',
    'poste',
    'puesto',
    'functie',
  ],
  'person.seniority': ['seniority', 'senioritylevel'],
  'person.department': ['department', 'abteilung', 'departement', 'departamento', 'jobfunction'],
  'person.country': [
    'country',
    'countryregion',
    'countrycode',
    'land',
    'pays',
    'pais',
    'paese',
    'mailingcountry',
  ],
  'person.region': ['state', 'region', 'province', 'bundesland', 'stateprovince', 'provincia'],
  'person.language': ['language', 'preferredlanguage', 'sprache', 'langue', 'idioma'],
  'person.time_zone': ['timezone', 'zeitzone'],
  'person.linkedin_url': [
    'linkedin',
    'linkedinurl',
    'linkedinprofile',
    'linkedinprofileurl',
    'linkedinprofilelink',
  ],
  'account.name': [
    'company',
    'companyname',
    'organization',
    'organisation',
    'organizationname',
    'employer',
    'firma',
    'firmenname',
    'unternehmen',
    'entreprise',
    'societe',
    'empresa',
    'azienda',
    'bedrijf',
    'account',
    'accountname',
    'businessname',
  ],
  'account.domain': ['domain', 'companydomain', 'emaildomain'],
  'account.website': [
    'website',
    'companywebsite',
    'websiteurl',
    'companyurl',
    'web',
    'webseite',
    'homepage',
    'siteweb',
    'sitioweb',
  ],
  'account.industry': ['industry', 'companyindustry', 'branche', 'secteur', 'sector', 'industria'],
  'account.employees': [
    'employees',
    'companysize',
    'numberofemployees',
    'numemployees',
    'numberemployees',
    'noofemployees',
    'employeecount',
    'headcount',
    'mitarbeiter',
    'mitarbeiterzahl',
    'anzahlmitarbeiter',
    'unternehmensgrosse',
    'effectif',
    'empleados',
    'employeescompany',
    'peoplecompany',
    'peopleworkcompany',
  ],
  'account.revenue': [
    'revenue',
    'annualrevenue',
    'companyrevenue',
    'companyannualrevenue',
    'companyannualrevenuerange',
    'umsatz',
    'jahresumsatz',
    'chiffreaffaires',
    'facturacionanual',
  ],
  'discovery.notes': [
    'message',
    'comments',
    'comment',
    'notes',
    'nachricht',
    'anmerkungen',
    'commentaire',
    'commentaires',
    'mensaje',
    'messaggio',
    'bericht',
    'howcanwehelp',
    'howcanwehelpyou',
    'additionalinformation',
  ],
  'discovery.timeline': ['timeline', 'timeframe', 'purchasetimeline', 'zeitrahmen'],
  'discovery.budget': ['budget', 'budgetrange'],
  'discovery.challenge': ['challenge', 'biggestchallenge', 'mainchallenge', 'painpoint', 'painpoints'],
  'campaign.name': ['campaign', 'campaignname'],
  'campaign.form': ['form', 'formname'],
  'campaign.utm_source': ['utmsource'],
  'campaign.utm_medium': ['utmmedium'],
  'campaign.utm_campaign': ['utmcampaign'],
  'campaign.gclid': ['gclid', 'googleclickid'],
  'campaign.landing_page': ['landingpage', 'landingpageurl', 'pageurl'],
  'consent.do_not_call': ['donotcall'],
  'consent.do_not_contact': ['donotcontact'],
  'consent.unsubscribed': ['unsubscribed', 'emailoptout', 'hasoptedoutofemail'],
  owner_email: ['owneremail', 'leadowneremail'],
  product_interest: ['productinterest', 'productsofinterest'],
  tags: ['tags'],
};
const PLACES = new Map(
  Object.entries(NAMES).flatMap(([place, names]) => names.map((name) => [name, place] as const)),
);

/** Words around the one that counts: "What is your work email?" asks for the email. */
const AROUND = new Set(
  'a an and are at business corporate de der die do does enter for have i ihr ihre in is ist many may mein meine my of our please professional provide s tell the this to tu tus us votre was we what whats which wie work you your lautet le la el su sus'.split(
    ' ',
  ),
);
const LONGEST_NAME = 100;
const MOST_ANSWERS = 50;
const LONGEST_ANSWER = 2_000;

/** What a lead is told by fields, in the places of the lead. Of two fields with one meaning the first that says something counts. */
export function leadFromFields(fields: readonly Field[]): Record<string, unknown> {
  const lead: Record<string, unknown> = {};
  const answers: { question: string; answer: string }[] = [];
  for (const { name = '', label = '', value } of fields) {
    if (!says(value)) continue;
    const place = placeOf(name) ?? placeOf(label);
    if (place !== undefined && put(lead, place, value)) continue;
    const answer = answerOf(value);
    if (answer !== '' && answers.length < MOST_ANSWERS) answers.push({ question: label || name, answer });
  }
  if (answers.length === 0) return lead;
  return { ...lead, discovery: { ...(isRecord(lead.discovery) ? lead.discovery : {}), answers } };
}

/** The fields of a flat object. */
export const fieldsOf = (flat: Record<string, unknown>): Field[] =>
  Object.entries(flat).map(([name, value]) => ({ name, value }));

/** The place in the lead that people call so. */
export function placeOf(name: string): string | undefined {
  if (name === '' || name.length > LONGEST_NAME) return undefined;
  const words = fold(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').replaceAll('ß', 'ss'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return (
    PLACES.get(words.join('')) ??
    PLACES.get(words.filter((word) => !AROUND.has(word)).join('')) ??
    PLACES.get(words.filter((word) => !AROUND.has(word) && word !== 'how').join(''))
  );
}

function put(lead: Record<string, unknown>, place: string, value: unknown): boolean {
  const [group = '', field] = place.split('.');
  if (field === undefined) {
    if (lead[group] !== undefined) return false;
    lead[group] = value;
    return true;
  }
  const inner = lead[group];
  const known = isRecord(inner) ? inner : {};
  if (known[field] !== undefined) return false;
  lead[group] = { ...known, [field]: value };
  return true;
}

const says = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(says) : value !== null && value !== undefined && value !== '';

function answerOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(answerOf)
      .filter((text) => text !== '')
      .join(', ');
  if (isRecord(value)) return answerOf(Object.values(value));
  return says(value) ? String(value).slice(0, LONGEST_ANSWER) : '';
}
