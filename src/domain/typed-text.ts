/** What somebody typed behind a command, as Slack sends it where it marks names and links. */

/** The words as they were typed: `<mailto:a@acme.example|a@acme.example>` was an address. Mentions stay marked. */
export function withoutLinks(text: string): string {
  return text
    .replaceAll(/<(?:https?:\/\/|mailto:)[^<>|]*\|([^<>|]*)>/g, '$1')
    .replaceAll(/<(?:mailto:)?([^<>|@#!][^<>|]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The same for words in which a mention is nobody to be found: `<@U0ANA|ana>` was `@ana`. */
export const withoutMentions = (text: string): string =>
  text.replaceAll(/<([@#])[A-Z0-9]+\|([^<>|]*)>/g, '$1$2');
