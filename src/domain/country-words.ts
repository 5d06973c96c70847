/** What no list of languages has of countries: their codes of three letters, and names beside the usual ones. */

/** ISO 3166-1: the two letters of each country, and behind them the three. */
const BOTH_CODES = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH
  BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT
  BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB
  CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP
  ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB
  GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL
  ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM
  KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY
  MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT
  MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU
  NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT
  REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR
  SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS
  TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN
  VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`;

/** By code: names of officials, old ones, and those of CRMs, folded as in `countries.ts`. */
const OTHER_NAMES: Record<string, string> = {
  NO: 'noreg',
  SA: 'ksa, saudi-arabie',
  AE: 'uae, emirates',
  AG: 'antigua',
  BA: 'bosnia, bosnia-herzegovina',
  BD: 'bangla desh',
  BF: 'upper volta',
  BL: 'saint barthelemy',
  BN: 'brunei darussalam, nation of brunei',
  BQ: 'bonaire sint eustatius and saba, bonaire saint eustatius and saba, bes islands, bonaire',
  BY: 'byelorussia, belorussia, white russia, wit-rusland',
  CC: 'keeling islands, cocos keeling islands',
  CD: 'congo kinshasa, congo-kinshasa, dr congo, drc, congo dr, congo dem rep, zaire, democratic republic of the congo, democratic republic of congo, congo the democratic republic of the, congo democratic republic, demokratische republik kongo, republique democratique du congo, republica democratica del congo, repubblica democratica del congo, democratische republiek congo',
  CF: 'car, central african rep',
  CG: 'congo, congo brazzaville, congo-brazzaville, republic of the congo, republic of congo, congo rep, republik kongo, republique du congo, republica del congo, repubblica del congo',
  CH: 'sui, swiss, swiss confederation, confoederatio helvetica',
  CI: "cote d'ivoire, cote divoire, cote d ivoire, ivory coast, elfenbeinkuste, costa de marfil, costa do marfim, costa d'avorio, republiek ivoorkust",
  CN: "china, prc, people's republic of china, peoples republic of china, mainland china, china mainland, pr china, china pr",
  CV: 'cape verde, cabo verde, kap verde',
  CZ: 'czechia, czech republic, cze rep, czech rep, tschechische republik, republique tcheque, republica checa, repubblica ceca, tsjechische republiek',
  DE: 'ger, brd, federal republic of germany, west germany, bundesrepublik deutschland',
  DK: 'den',
  DO: 'dominican republic, dominican rep',
  EH: 'western sahara, sahrawi arab democratic republic',
  FK: 'falkland islands, falkland islands malvinas, malvinas, falklands, falklandinseln',
  FM: 'micronesia, federated states of micronesia',
  FR: 'french republic, metropolitan france',
  GB: 'uk, great britain, britain, england, scotland, wales, northern ireland, united kingdom of great britain and northern ireland, uk and northern ireland, gb-eng, gb-sct, gb-wls, gb-nir, grossbritannien, grande-bretagne, gran bretana, gran bretagna, gra-bretanha, groot-brittannie, reino unido de gran bretana e irlanda del norte',
  GG: 'bailiwick of guernsey',
  GM: 'gambia',
  GR: 'gre, hellenic republic, hellas, ellada',
  GS: 'south georgia and the south sandwich islands, south georgia and south sandwich islands',
  HK: 'hong kong, hong kong sar, hong kong sar china, hongkong',
  HM: 'heard and mc donald islands, heard island and mcdonald islands, heard and mcdonald islands',
  HR: 'cro, hrvatska',
  ID: 'ina',
  IE: 'republic of ireland, eire, ireland republic, irland',
  IM: 'insel man',
  IO: 'british indian ocean territory, chagos islands',
  IR: 'iran, persia, islamic republic of iran, republica islamica de iran',
  JE: 'bailiwick of jersey',
  KG: 'kyrgyzstan, kyrgyz republic',
  KI: 'independent and sovereign republic of kiribati',
  KM: 'union of the comoros',
  KN: 'st kitts and nevis, saint kitts, st kitts, saint kitts and nevis, st kitts-nevis, saint kitts y nevis, saint kitts och nevis',
  KP: "north korea, korea north, dprk, democratic people's republic of korea, democratic peoples republic of korea, korea democratic people's republic of, korea dpr, korea dem people's rep, republica popular democratica de corea",
  KR: 'south korea, korea south, republic of korea, korea, korea rep, rok, s korea, republica de corea',
  LA: "laos, lao people's democratic republic, lao pdr, lao peoples democratic republic, lao",
  LC: 'st lucia, saint lucia',
  LY: 'libya, libyan arab jamahiriya, state of libya',
  MD: 'moldova, republic of moldova, moldavia, moldawien',
  MF: 'saint martin, st martin, saint martin french part, saint-martin, collectivity of saint martin',
  MK: 'macedonia, north macedonia, fyrom, former yugoslav republic of macedonia, macedonia former yugoslav republic of, fyr macedonia, macedonia fyr',
  MM: 'myanmar, burma, republic of the union of myanmar, birmania myanmar',
  MO: 'macau, macao, macao sar, macau sar, macao sar china',
  MX: 'united mexican states, estados unidos mexicanos',
  NL: 'netherlands, holland, ned, the netherlands, kingdom of the netherlands, niederlande, holanda, olanda, hollande',
  NZ: 'aotearoa',
  PF: 'french polynesia, tahiti',
  PM: 'st pierre and miquelon',
  PN: 'pitcairn, pitcairn islands',
  PS: 'palestine, state of palestine, palestinian territory occupied, occupied palestinian territory, palestinian territories, west bank and gaza, palestinian territory, palestine, palastina, palestina',
  PT: 'por, portuguese republic',
  RE: 'reunion, la reunion',
  RU: 'russia, russian federation, russian fed, russische foderation, federation de russie, federacion de rusia, federazione russa',
  SH: 'saint helena, st helena, saint helena ascension and tristan da cunha, st helena ascension and tristan da cunha',
  SK: 'slovak republic, slovakia',
  SS: 'sudan del sud',
  ST: 'sao tome and principe, sao tome',
  SX: 'sint maarten, sint maarten dutch part, st maarten',
  SY: 'syria, syrian arab republic, republica arabe siria, republique arabe syrienne',
  SZ: 'swaziland, eswatini, kingdom of eswatini',
  TF: 'french southern territories, french southern and antarctic lands',
  TL: 'east timor, timor-leste, timor leste',
  TN: 'tunisian republic',
  TR: 'turkey, turkiye, republic of turkiye',
  TT: 'trinidad, trinidad and tobago',
  TW: 'taiwan, taiwan province of china, province of china taiwan, republic of china, chinese taipei, taiwan roc, roc',
  TZ: 'tanzania, united republic of tanzania',
  UM: 'united states minor outlying islands, us minor outlying islands, us outlying islands',
  US: "usa, united states, united states of america, america, us of a, u s a, u s, estados unidos de america, etats-unis d'amerique, vereinigte staaten von amerika, stati uniti d'america, estados unidos da america, verenigde staten van amerika",
  VA: 'vatican, vatican city, holy see, vatican city state, holy see vatican city state, santa sede, santa se, saint siege (vatican)',
  VC: 'saint vincent and the grenadines, st vincent and the grenadines, saint vincent and grenadines, st vincent, saint vincent och grenadinerna',
  VE: 'venezuela, bolivarian republic of venezuela',
  VG: 'british virgin islands, virgin islands british, bvi',
  VI: 'us virgin islands, virgin islands us, virgin islands of the united states, united states virgin islands, usvi, iles vierges americaines, islas virgenes de los estados unidos',
  VN: 'vietnam, viet nam, socialist republic of viet nam, socialist republic of vietnam, vietname',
  WF: 'wallis and futuna, wallis and futuna islands',
  WS: 'samoa, western samoa, independent state of samoa',
  XK: 'xkk, kosovo, rks, xkx, xk',
  YE: 'yemen',
  ZA: 'south africa, rsa, republic of south africa',
};

/** Adjectives of official names whose country is not in them: the Italian Republic. */
const REPUBLICS: Record<string, string> = {
  AR: 'argentine',
  CZ: 'czech',
  FR: 'french',
  GA: 'gabonese',
  IT: 'italian',
  LB: 'lebanese',
  PT: 'portuguese',
  TG: 'togolese',
};

/** Each text that is known beside the names of languages, and its code of two letters. */
export function countryWords(): Map<string, string> {
  const pairs = BOTH_CODES.split(/\s+/).filter((both) => both !== '');
  return new Map([
    ...pairs.map((both) => [both.slice(2).toLowerCase(), both.slice(0, 2)] as const),
    ...Object.entries(REPUBLICS).map(([code, adjective]) => [`${adjective} republic`, code] as const),
    ...Object.entries(OTHER_NAMES).flatMap(([code, names]) =>
      names.split(', ').map((name) => [name, code] as const),
    ),
  ]);
}

/** Every country of ISO 3166-1, by its two letters. */
export const countryCodes = (): string[] =>
  BOTH_CODES.split(/\s+/).flatMap((both) => (both === '' ? [] : [both.slice(0, 2)]));
