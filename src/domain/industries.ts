import { fold } from './countries.ts';

/** Industries as the world writes them – HubSpot's and LinkedIn's words, NAICS codes – brought to one word each. */

/** By the word most settings use: other words for the same. */
const WORDS: Record<string, string> = {
  software:
    'computer software, software development, saas, software as a service, software publishers, software publishing, it software, internet software and services, desktop computing software products, embedded software products, mobile computing software products, business intelligence platforms, data infrastructure and analytics',
  technology:
    'tech, information technology, information technology and services, it services, it services and it consulting, it, ict, technology information and internet, technology information and media, computer and network security, computer networking, computer hardware, information services, internet',
  fintech: 'financial technology',
  finance:
    'financial services, financials, banking, banks, investment banking, investment management, capital markets, venture capital and private equity, venture capital and private equity principals, finance and insurance',
  insurance: 'insurances, insurance carriers, insurance agencies and brokerages',
  healthcare:
    'health care, hospital and health care, hospitals and health care, hospital health care, health wellness and fitness, wellness and fitness services, medical practice, medical practices, mental health care, medical devices, medical equipment manufacturing, health care and social assistance',
  pharmaceuticals:
    'pharma, pharmaceutical manufacturing, biotechnology, biotechnology research, life sciences, biotech',
  manufacturing:
    'industrial manufacturing, machinery, machinery manufacturing, industrial automation, industrial machinery manufacturing, electrical electronic manufacturing, appliances electrical and electronics manufacturing, mechanical or industrial engineering, plastics, chemicals, chemical manufacturing, industrials, industrial',
  automotive: 'automobile, motor vehicle manufacturing, automobiles, vehicle manufacturing',
  retail:
    'retail trade, e-commerce, ecommerce, online retail, consumer goods, apparel and fashion, retail apparel and fashion, internet marketplace platforms, supermarkets',
  wholesale: 'wholesale trade, import and export, wholesale import and export',
  logistics:
    'logistics and supply chain, transportation, transportation and warehousing, transportation logistics supply chain and storage, transportation trucking railroad, truck transportation, freight and package transportation, package freight delivery, warehousing, airlines aviation, airlines and aviation, maritime',
  construction:
    'building materials, civil engineering, wholesale building materials, architecture and planning',
  'real estate': 'commercial real estate, leasing real estate, real estate and rental and leasing, property',
  energy:
    'oil and energy, oil and gas, utilities, renewables and environment, renewable energy semiconductor manufacturing, mining, mining and metals',
  education:
    'higher education, education management, e-learning, e-learning providers, primary secondary education, primary and secondary education, educational services, edtech, education administration programs',
  government:
    'government administration, public administration, public policy, public sector, government relations, military, public safety',
  nonprofit:
    'non-profit, non-profit organization management, non-profit organizations, nonprofit organization management, ngo, philanthropy, civic and social organization',
  media:
    'media production, broadcast media, broadcast media production and distribution, publishing, online media, online audio and video media, newspapers, newspaper publishing, entertainment, entertainment providers, music, motion pictures and film',
  marketing:
    'marketing and advertising, advertising, advertising services, marketing services, public relations and communications, public relations and communications services, market research',
  consulting:
    'management consulting, business consulting and services, consulting services, professional services, professional scientific and technical services',
  legal: 'law practice, legal services, law',
  accounting: 'accountancy',
  staffing: 'staffing and recruiting, human resources, human resources services, recruiting',
  telecommunications: 'telecom, telecoms, wireless, wireless services, telecommunications carriers',
  hospitality:
    'hotels, restaurants, food and beverages, food and beverage services, leisure travel and tourism, travel arrangements, accommodation and food services, tourism',
  agriculture: 'farming, agriculture forestry fishing and hunting, food production, dairy',
};

/** By the beginning of a NAICS code, the longest that fits. */
const NAICS: Record<string, string> = {
  '11': 'agriculture',
  '21': 'energy',
  '22': 'energy',
  '23': 'construction',
  '31': 'manufacturing',
  '32': 'manufacturing',
  '33': 'manufacturing',
  '3361': 'automotive',
  '3362': 'automotive',
  '3363': 'automotive',
  '3254': 'pharmaceuticals',
  '42': 'wholesale',
  '44': 'retail',
  '45': 'retail',
  '48': 'logistics',
  '49': 'logistics',
  '51': 'media',
  '5112': 'software',
  '5132': 'software',
  '517': 'telecommunications',
  '518': 'technology',
  '519': 'technology',
  '52': 'finance',
  '524': 'insurance',
  '53': 'real estate',
  '54': 'consulting',
  '5411': 'legal',
  '5412': 'accounting',
  '5415': 'technology',
  '5418': 'marketing',
  '5613': 'staffing',
  '61': 'education',
  '62': 'healthcare',
  '71': 'media',
  '72': 'hospitality',
  '92': 'government',
};

const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([word, others]) =>
    [word, ...others.split(', ')].map((other) => [keyOfIndustry(other), word] as const),
  ),
);

/** `COMPUTER_SOFTWARE`, "Computer Software": one word, as ours are. */
export function keyOfIndustry(text: string): string {
  return fold(text.replaceAll(/[_/,-]+/g, ' ')).replaceAll(/\s+/g, ' ');
}

/**
 * All that an industry answers to: what somebody wrote, and the usual word for it. A rule about "software" holds for a
 * COMPUTER_SOFTWARE; one about "banking" for no other finance.
 */
export function industryWords(text: string): string[] {
  const known = words.get(text);
  if (known) return known;
  const key = keyOfIndustry(text);
  const naics = /^(?:naics )?(\d{2,6})(?: |$)/.exec(key)?.[1];
  const usual = BY_WORD.get(key) ?? (naics === undefined ? undefined : byNaics(naics));
  const found = usual === undefined || usual === key ? [key] : [key, usual];
  if (words.size >= REMEMBERED) words.clear();
  if (text.length <= LONGEST) words.set(text, found);
  return found;
}

// Rules ask about the same lead again and again.
const words = new Map<string, string[]>();
const REMEMBERED = 2_000;
const LONGEST = 100;

function byNaics(code: string): string | undefined {
  const lengths = [4, 3, 2].filter((length) => length <= code.length);
  return lengths.map((length) => NAICS[code.slice(0, length)]).find((word) => word !== undefined);
}
