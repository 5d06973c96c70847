/**
 * Time zones of countries with several clocks: of their regions, and of those where most people work, which stand for the
 * country where nothing more is known. What is not here, `countries-and-timezones` knows well enough.
 */
type Places = {
  usual: readonly string[];
  /** By zone: each region's code and names, as `CA California`. What has two clocks stands in two zones. */
  regions: Readonly<Record<string, string>>;
};

export const REGION_ZONES: Readonly<Record<string, Places>> = {
  US: {
    usual: ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'],
    regions: {
      'America/New_York':
        'CT Connecticut, DE Delaware, DC District of Columbia|Washington DC, FL Florida, GA Georgia, IN Indiana, ' +
        'KY Kentucky, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, NH New Hampshire, NJ New Jersey, ' +
        'NY New York|New York State|NYC, NC North Carolina, OH Ohio, PA Pennsylvania, RI Rhode Island, ' +
        'SC South Carolina, TN Tennessee, VT Vermont, VA Virginia, WV West Virginia',
      'America/Chicago':
        'AL Alabama, AR Arkansas, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ' +
        'MN Minnesota, MS Mississippi, MO Missouri, NE Nebraska, ND North Dakota, OK Oklahoma, SD South Dakota, ' +
        'TN Tennessee, TX Texas, WI Wisconsin',
      'America/Denver':
        'CO Colorado, ID Idaho, MT Montana, NM New Mexico, SD South Dakota, UT Utah, WY Wyoming',
      'America/Phoenix': 'AZ Arizona',
      'America/Los_Angeles': 'CA California, ID Idaho, NV Nevada, OR Oregon, WA Washington|Washington State',
      'America/Anchorage': 'AK Alaska',
      'Pacific/Honolulu': 'HI Hawaii',
      'America/Puerto_Rico': 'PR Puerto Rico, VI Virgin Islands',
      'Pacific/Guam': 'GU Guam',
    },
  },
  CA: {
    usual: [
      'America/Halifax',
      'America/Toronto',
      'America/Winnipeg',
      'America/Regina',
      'America/Edmonton',
      'America/Vancouver',
    ],
    regions: {
      'America/St_Johns': 'NL Newfoundland and Labrador|Newfoundland',
      'America/Halifax': 'NB New Brunswick|Nouveau-Brunswick, NS Nova Scotia, PE Prince Edward Island',
      'America/Toronto': 'ON Ontario, QC Quebec, NU Nunavut',
      'America/Winnipeg': 'MB Manitoba, NU Nunavut',
      'America/Regina': 'SK Saskatchewan',
      'America/Edmonton': 'AB Alberta, NT Northwest Territories, NU Nunavut',
      'America/Vancouver': 'BC British Columbia',
      'America/Whitehorse': 'YT Yukon',
    },
  },
  AU: {
    usual: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Perth'],
    regions: {
      'Australia/Sydney': 'NSW New South Wales, ACT Australian Capital Territory',
      'Australia/Melbourne': 'VIC Victoria',
      'Australia/Hobart': 'TAS Tasmania',
      'Australia/Brisbane': 'QLD Queensland',
      'Australia/Adelaide': 'SA South Australia',
      'Australia/Darwin': 'NT Northern Territory',
      'Australia/Perth': 'WA Western Australia',
    },
  },
  BR: {
    usual: ['America/Sao_Paulo', 'America/Manaus'],
    regions: {
      'America/Sao_Paulo':
        'SP Sao Paulo, RJ Rio de Janeiro, MG Minas Gerais, ES Espirito Santo, PR Parana, SC Santa Catarina, ' +
        'RS Rio Grande do Sul, DF Distrito Federal|Brasilia, GO Goias, TO Tocantins, BA Bahia, SE Sergipe, ' +
        'AL Alagoas, PE Pernambuco, PB Paraiba, RN Rio Grande do Norte, CE Ceara, PI Piaui, MA Maranhao, PA Para, ' +
        'AP Amapa',
      'America/Manaus': 'AM Amazonas, RO Rondonia, RR Roraima, MT Mato Grosso, MS Mato Grosso do Sul',
      'America/Rio_Branco': 'AC Acre',
    },
  },
  MX: {
    usual: ['America/Mexico_City', 'America/Tijuana', 'America/Hermosillo', 'America/Cancun'],
    regions: {
      'America/Mexico_City':
        'AGU Aguascalientes, CAM Campeche, CHP Chiapas, CHH Chihuahua, COA Coahuila, COL Colima, ' +
        'CMX Ciudad de Mexico|Mexico City|CDMX|Distrito Federal, DUR Durango, GUA Guanajuato, GRO Guerrero, ' +
        'HID Hidalgo, JAL Jalisco, MEX Mexico|Estado de Mexico, MIC Michoacan, MOR Morelos, NLE Nuevo Leon, ' +
        'OAX Oaxaca, PUE Puebla, QUE Queretaro, SLP San Luis Potosi, TAB Tabasco, TAM Tamaulipas, TLA Tlaxcala, ' +
        'VER Veracruz, YUC Yucatan, ZAC Zacatecas',
      'America/Tijuana': 'BCN Baja California',
      'America/Mazatlan': 'BCS Baja California Sur, NAY Nayarit, SIN Sinaloa',
      'America/Hermosillo': 'SON Sonora',
      'America/Cancun': 'ROO Quintana Roo',
    },
  },
  RU: {
    usual: ['Europe/Moscow', 'Europe/Samara', 'Asia/Yekaterinburg', 'Asia/Novosibirsk'],
    regions: {
      'Europe/Kaliningrad': 'KGD Kaliningrad|Kaliningrad Oblast',
      'Europe/Moscow':
        'MOW Moscow|Moskva, MOS Moscow Oblast, SPE Saint Petersburg|St Petersburg|Sankt-Peterburg, LEN Leningrad Oblast, ' +
        'TA Tatarstan, NIZ Nizhny Novgorod|Nizhny Novgorod Oblast, KDA Krasnodar|Krasnodar Krai, ROS Rostov|Rostov Oblast, ' +
        'VOR Voronezh|Voronezh Oblast, VGG Volgograd|Volgograd Oblast',
      'Europe/Samara': 'SAM Samara|Samara Oblast, UD Udmurtia',
      'Europe/Saratov': 'SAR Saratov|Saratov Oblast, ULY Ulyanovsk|Ulyanovsk Oblast',
      'Asia/Yekaterinburg':
        'SVE Sverdlovsk|Sverdlovsk Oblast|Yekaterinburg, CHE Chelyabinsk|Chelyabinsk Oblast, PER Perm|Perm Krai, ' +
        'BA Bashkortostan, TYU Tyumen|Tyumen Oblast, ORE Orenburg|Orenburg Oblast',
      'Asia/Omsk': 'OMS Omsk|Omsk Oblast',
      'Asia/Novosibirsk': 'NVS Novosibirsk|Novosibirsk Oblast, TOM Tomsk|Tomsk Oblast',
      'Asia/Krasnoyarsk': 'KYA Krasnoyarsk|Krasnoyarsk Krai, KEM Kemerovo|Kemerovo Oblast',
      'Asia/Irkutsk': 'IRK Irkutsk|Irkutsk Oblast, BU Buryatia',
      'Asia/Yakutsk': 'SA Sakha|Yakutia',
      'Asia/Vladivostok': 'PRI Primorsky Krai|Primorye|Vladivostok, KHA Khabarovsk|Khabarovsk Krai',
      'Asia/Kamchatka': 'KAM Kamchatka|Kamchatka Krai',
    },
  },
  ID: {
    usual: ['Asia/Jakarta', 'Asia/Makassar'],
    regions: {
      'Asia/Jakarta':
        'JK Jakarta, JB West Java|Jawa Barat, JT Central Java|Jawa Tengah, JI East Java|Jawa Timur, BT Banten',
      'Asia/Makassar': 'BA Bali, SN South Sulawesi|Sulawesi Selatan',
      'Asia/Jayapura': 'PA Papua, MA Maluku',
    },
  },
  ES: {
    usual: ['Europe/Madrid'],
    regions: {
      'Atlantic/Canary':
        'CN Canarias|Canary Islands|Islas Canarias, GC Las Palmas, TF Santa Cruz de Tenerife|Tenerife',
    },
  },
  PT: { usual: ['Europe/Lisbon'], regions: { 'Atlantic/Azores': '20 Azores|Acores' } },
  CL: { usual: ['America/Santiago'], regions: {} },
  EC: { usual: ['America/Guayaquil'], regions: {} },
  NZ: { usual: ['Pacific/Auckland'], regions: { 'Pacific/Chatham': 'CIT Chatham Islands' } },
  CN: { usual: ['Asia/Shanghai'], regions: {} },
  UA: { usual: ['Europe/Kyiv'], regions: {} },
  GL: { usual: ['America/Nuuk'], regions: {} },
};
