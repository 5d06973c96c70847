const EMAIL = /[^\s@<>()|,;:"']+@[^\s@<>()|,;:"']+\.[^\s@<>()|,;:"']+/gu;
const NUMBER = /\+?\(?\d[\d\s()./-]{5,}\d/gu;
const FEWEST_DIGITS = 9;
const FEWEST_AFTER_PLUS = 7;

/** A text without the e-mail addresses and phone numbers somebody wrote into it. Dates and amounts stay. */
export function withoutContacts(text: string): string {
  return text.replaceAll(EMAIL, '[e-mail address]').replaceAll(NUMBER, (written) => {
    const digits = written.replaceAll(/\D/g, '').length;
    const isPhone = digits >= (written.startsWith('+') ? FEWEST_AFTER_PLUS : FEWEST_DIGITS);
    return isPhone ? '[phone number]' : written;
  });
}
