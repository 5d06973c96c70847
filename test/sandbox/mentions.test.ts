import { expect, test } from 'vitest';
import { mrkdwn, only, plain, startSlack } from './workspace.ts';

async function postCard(text: string, blocks: object[]) {
  const team = await startSlack();
  team.slack.addUserGroup({ id: 'S0SDR', handle: 'sdrs', name: 'SDRs', users: ['U0BEN'] });
  await team.client.apiCall('chat.postMessage', { channel: 'C0SALES', text, blocks });
  const message = only(team.slack.as('U0ANA').messages('C0SALES'));
  return { ...team, message };
}

test('a channel mention in the text pages every member, also behind blocks', async () => {
  const { message } = await postCard('lead <!channel>', [{ type: 'section', text: plain('lead') }]);
  expect(message.notifies).toEqual(['U0ANA', 'U0BEN']);
});

test('mentions in mrkdwn and rich text page the people they name', async () => {
  const { message } = await postCard('lead', [
    { type: 'section', text: mrkdwn('for <@U0ANA>') },
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'usergroup', usergroup_id: 'S0SDR' }] }],
    },
  ]);
  expect(message.notifies).toEqual(['U0ANA', 'U0BEN']);
});

test('a group mention pages the people of the group', async () => {
  const { message } = await postCard('lead', [
    { type: 'context', elements: [mrkdwn('<!subteam^S0SDR|@sdrs>')] },
  ]);
  expect(message.notifies).toEqual(['U0BEN']);
});

test('escaped text, plain text and menu options page nobody and link nowhere', async () => {
  const { message } = await postCard('&lt;!channel&gt; &lt;https://evil.test|acme&gt;', [
    { type: 'header', text: plain('<!channel> <https://evil.test|acme>') },
    { type: 'section', text: mrkdwn('&lt;@U0ANA&gt;') },
    {
      type: 'actions',
      elements: [{ type: 'radio_buttons', options: [{ text: mrkdwn('<!here>'), value: '1' }] }],
    },
  ]);
  expect(message.notifies).toEqual([]);
  expect(message.links).toEqual([{ kind: 'bare', url: 'https://evil.test', text: 'https://evil.test' }]);
});

test('a forged link is told from an address that Slack linked by itself', async () => {
  const { message } = await postCard('see acme.com', [
    { type: 'section', text: mrkdwn('<https://evil.test|acme.com>') },
    { type: 'section', text: { type: 'mrkdwn', text: 'globex.com', verbatim: true } },
    { type: 'actions', elements: [{ type: 'button', text: plain('Open'), url: 'https://crm.acme.com/1' }] },
  ]);
  expect(message.links).toEqual([
    { kind: 'bare', url: 'acme.com', text: 'acme.com' },
    { kind: 'labelled', url: 'https://evil.test', text: 'acme.com' },
    { kind: 'button', url: 'https://crm.acme.com/1', text: 'Open' },
  ]);
});

test('an ephemeral message pages nobody but its reader', async () => {
  const { client, slack } = await startSlack();
  await client.chat.postEphemeral({ channel: 'C0SALES', user: 'U0ANA', text: '<!channel>' });
  expect(slack.as('U0ANA').messages('C0SALES')[0]?.notifies).toEqual(['U0ANA']);
});

test('a message is read as lines, with names, dates of the reader and buttons', async () => {
  const { message, slack } = await postCard('a card', [
    { type: 'header', text: plain('Globex & Sons') },
    { type: 'section', text: mrkdwn('for <@U0ANA>, due <!date^1795435200^{date_short} {time}|12:00 UTC>') },
    { type: 'section', fields: [mrkdwn('*Size*\n50 &amp; more')] },
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'button', text: plain('Accept') },
        {
          type: 'static_select',
          placeholder: plain('Snooze'),
          options: [{ text: plain('1 h'), value: '1' }],
        },
        { type: 'overflow', options: [{ text: plain('History'), value: 'h' }] },
      ],
    },
  ]);

  expect(slack.as('U0BEN').read(message)).toBe(
    [
      'Globex & Sons',
      'for @Ana Ruiz, due Nov 23, 2026 7:00 AM',
      '*Size* 50 & more',
      '———',
      '[Accept] [Snooze ▾] [… History]',
    ].join('\n'),
  );
});
