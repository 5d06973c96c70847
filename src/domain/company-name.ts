/** Company names as they are compared. The same name is a hint, never enough: there are many of most names. */

const LEGAL_FORMS = new Set(
  `
  ag aktiengesellschaft gmbh ggmbh mbh kg kgaa ohg gbr ug ev se co cie inc incorporated corp corporation company
  llc llp lllp lp plc pllc ltd limited pty pte pvt private sa sas sasu sarl sarlu eurl snc sca scs sl slu slne
  sau srl srls spa sapa lda ltda eireli sgps bv nv cv vof bvba cvba ab oy oyj asa as aps ehf hf sro zrt nyrt kft
  doo ood eood oo z sp uab sia ou kk gk yk bhd sdn tbk and und et de rl jsc pjsc ooo oao zao pao fzco fze dmcc
`
    .trim()
    .split(/\s+/),
);
const EAST_ASIAN_FORMS = /株式会社|合同会社|有限会社|股份有限公司|有限责任公司|有限公司/g;
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', '&': ' and ' };
/** An index row has its limits, and no company needs more to be told from another. */
const LONGEST = 200;

/**
 * A company's name without case, accents, punctuation and the legal forms at its end; empty when nothing is left to
 * compare. The key of a key is the key.
 */
export function companyNameKey(name: string): string {
  const plain = Array.from(name)
    .slice(0, LONGEST)
    .join('')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđ&]/g, (letter) => LETTERS[letter] ?? letter)
    // S.A. and O'Neill are one word each.
    .replace(/[.'’`]/g, '')
    .replace(EAST_ASIAN_FORMS, ' ');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  // A company may be called what others are: something has to stay.
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ').slice(0, LONGEST).trim();
}
