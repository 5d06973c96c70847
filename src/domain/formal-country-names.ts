/** How countries call themselves: "Islamic Republic of", "Vereinigte Republik", "República Popular de". */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** What a country is, in the languages of the trade; folded as in `countries.ts`. */
const NOUNS = words(`
  republic kingdom state states union duchy principality commonwealth sultanate confederation emirate emirates
  republik bundesrepublik volksrepublik konigreich staat staaten furstentum grossherzogtum sultanat emirat
  republique royaume etat etats principaute
  republica reino estado estados principado mancomunidad
  repubblica regno stato stati principato
  republiek bondsrepubliek volksrepubliek koninkrijk staten vorstendom groothertogdom gemenebest unie
  republiken folkrepubliken konungariket kongeriget kongeriket staten furstendomet
`);
const PEOPLES = words(`
  democratic people's peoples popular democratica democratique populaire popolare demokratische
  demokratischen volksdemokratische democratische demokratiska demokratiske
`);
const PEOPLES_REPUBLICS = words('volksrepublik volksrepubliek folkrepubliken');
const ADJECTIVES = words(`
  most serene federal federative federated islamic united socialist arab hashemite plurinational bolivarian oriental eastern
  independent co operative grand sovereign hellenic
  vereinigte vereinigtes vereinigten foderale foderierte foderativen islamische arabische bolivarische plurinationaler
  unie unis uni federale federes federee islamique arabe plurinational bolivarienne
  unido unidos unida federados federada federativa islamica plurinacional bolivariana
  unito uniti unita federati araba plurinazionale
  verenigd verenigde islamitische federatieve
  forenade forente islamiska arabiska
`);
const LINKS = words(
  `of the de du des d' la le les l' di del della dell' delle do da dos der von van het el los las`,
);

/** Names that more than one country would be left with, or that are a continent's: which is meant, the form says. */
const BY_FORM: readonly {
  names: ReadonlySet<string>;
  code: (isPeoples: boolean, form: string) => string | null;
}[] = [
  { names: words('korea corea coree coreia'), code: (isPeoples) => (isPeoples ? 'KP' : 'KR') },
  { names: words('congo kongo'), code: (isPeoples) => (isPeoples ? 'CD' : 'CG') },
  { names: words('china cina chine kina'), code: (isPeoples) => (isPeoples ? 'CN' : 'TW') },
  { names: words('micronesia micronesie mikronesien'), code: () => 'FM' },
  { names: words('america'), code: (_, form) => (/states/.test(form) ? 'US' : null) },
  { names: words('ireland irland irlande irlanda'), code: () => 'IE' },
];

/**
 * What is left of a folded name without the form in front of it, or the code where the form decides; null where no form
 * stands there.
 */
export function withoutForm(folded: string): { name: string } | { code: string | null } | null {
  const tokens = folded.replaceAll(/\b(d|l|dell)'(?=\S)/g, "$1' ").split(' ');
  const isForm = (token: string) => [NOUNS, PEOPLES, ADJECTIVES, LINKS].some((list) => list.has(token));
  const at = tokens.findIndex((token) => !isForm(token));
  const form = tokens.slice(0, at);
  if (at < 1 || !form.some((token) => NOUNS.has(token))) return null;
  const name = tokens.slice(at).join(' ');
  const shared = BY_FORM.find(({ names }) => names.has(name));
  if (!shared) return { name };
  const isPeoples = form.some((token) => PEOPLES.has(token) || PEOPLES_REPUBLICS.has(token));
  return { code: shared.code(isPeoples, form.join(' ')) };
}
