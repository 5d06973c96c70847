import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { caughtIn } from './caught.ts';

const FILES = globSync('{src,handlers,scheduler,db}/**/*.{ts,mjs}').sort();

/** Who may catch a failure and say nothing of it, and why. Whatever else catches one throws it on, or logs it. */
const MAY_BE_SILENT: Record<string, [times: number, why: string]> = {
  'db/embedded/cluster.ts keepUp': [1, 'a pause ends because the app does'],
  'db/embedded/draft.ts removeIfOurs': [1, 'what another user left is in nobody’s way'],
  'db/embedded/identity.ts hasName': [1, 'the failure is the answer'],
  'db/embedded/membership.ts join': [1, 'the server went away: null says so, and the next is tried'],
  'db/embedded/membership.ts leave': [1, 'the server is gone, or goes on for others'],
  'db/embedded/programs.ts attempt': [1, 'whether all is well, the trial of the programs shows'],
  'db/embedded/programs.ts packagePrograms': [1, 'the failure is the answer: the package is not there'],
  'db/embedded/room.ts roomIn': [1, 'where nobody can tell how much is free, there is enough'],
  'db/embedded/server-settings.ts hasSharedMemory': [1, 'the failure is the answer: another kind of memory'],
  'db/embedded/server.ts isAlive': [1, 'the failure is the answer'],
  'db/embedded/server.ts isPostgres': [1, 'the failure is the answer'],
  'db/embedded/server.ts removeStalePid': [1, 'another process was quicker'],
  'db/embedded/server.ts shortenLog': [
    1,
    'it stays as long as it is; whether it can be written, the start says',
  ],
  'db/embedded/way.ts closedTo': [1, 'it is put into words, which the start ends with'],
  'db/embedded/way.ts tryWithCopy': [1, 'it is put into words, which the start ends with'],
  'db/embedded/way.ts give': [1, 'it is put into words, which the start ends with'],
  'db/open-database.ts isAlive': [1, 'the failure is the answer'],
  'handlers/press.ts answerSubmission': [2, 'it is waited for to its end, and told of then'],
  'handlers/press.ts answerTo': [1, 'what failed first is thrown'],
  'handlers/setup/setup.ts conclude': [1, 'what failed first is thrown'],
  'handlers/setup/setup.ts setupScreens': [2, 'it is waited for to its end, and told of then'],
  'handlers/setup/setup.ts show': [3, 'it is waited for to its end, and told of then'],
  'src/app.ts routesOf': [2, 'the failure is the answer: not ready'],
  'src/backup/connection.ts settled': [1, 'its failure is thrown by whoever ran it'],
  'src/backup/convert-folder.ts startReader': [1, 'whoever waits for it hears of it'],
  'src/backup/parts.ts parsed': [1, 'the failure is the answer: no part of ours'],
  'src/backup/read-file.ts checkBackup': [1, 'whoever reads it to its end hears of it'],
  'src/backup/write-file.ts refuseExisting': [1, 'the failure is the answer: nothing is there'],
  'src/cli/word-notes.ts wordNotes': [1, 'it is put into words, which are printed'],
  'src/cli/manifest.ts readArguments': [1, 'it is put into words, which are printed'],
  'src/core/queue.ts createQueue': [1, 'it was logged where it failed, and is run again'],
  'src/domain/lead.ts isWebAddress': [1, 'the failure is the answer'],
  'src/domain/local-time.ts zoneNamed': [1, 'the failure is the answer'],
  'src/settings/live-settings.ts createLiveSettings': [1, 'whoever asked for the change hears of it'],
  'src/sinks/carry-out.ts carryOutcomes': [1, 'it is kept with the lead, shown, and tried again'],
  'src/sinks/secret-box.ts createSecretBox': [1, 'the failure is the answer: nobody can read it'],
  'src/sinks/sink-side.ts createMemory': [1, 'whoever asked hears of it, and the next asks anew'],
  'src/slack/bolt.ts apologise': [1, 'what failed first is logged'],
  'src/slack/fetch-slack.ts jsonIn': [1, 'the failure is the answer: nothing that Slack says'],
  'src/slack/installation.ts tried': [1, 'the fault is the answer, which ops are told'],
  'src/slack/receive.ts bodyOf': [1, 'the failure is the answer: nothing that Slack sends'],
  'src/slack/receive.ts receiveFor': [1, 'the request is refused, and that is logged'],
  'src/slack/user-groups.ts readGroup': [1, 'the fault is the answer, which is logged where it is read'],
  'src/slack/validate-drawings.ts ask': [1, 'it is put into words, which are printed'],
  'src/sources/charset.ts decode': [1, 'the failure is the answer: the sender is refused'],
  'src/sources/expression.ts attempt': [1, 'it is put into words: the item is set aside with them'],
  'src/sources/expression.ts parse': [1, 'it is put into words, which the check of the settings ends with'],
  'src/sources/form.ts readMultipart': [1, 'the failure is the answer: the sender is refused'],
  'src/sources/json.ts parseJson': [1, 'the failure is the answer: the sender is refused'],
  'src/sources/jwt.ts readKey': [1, 'the failure is the answer: the sender is refused'],
  'src/sources/jwt.ts verifyJwt': [1, 'the failure is the answer: the sender is refused'],
  'src/sources/unpack.ts unpack': [1, 'the failure is the answer: the sender is refused'],
};

test('whatever catches a failure throws it on or logs it, but for those that have a reason not to', () => {
  const silent = FILES.flatMap((file) =>
    caughtIn(readFileSync(file, 'utf8'))
      .filter(({ isTold }) => !isTold)
      .map(({ within }) => `${file} ${within}`),
  );
  const found = [...Map.groupBy(silent, (place) => place)].map(([place, all]) => [place, all.length]);
  const known = Object.entries(MAY_BE_SILENT).map(([place, [times]]) => [place, times]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known));
});

test.each([
  ['a catch that does nothing', 'function run() {\n  work().catch(() => {});\n}', false],
  ['a catch that answers something else', 'function run() {\n  return work().catch(() => null);\n}', false],
  ['a block that does nothing', 'function run() {\n  try { work(); } catch {}\n}', false],
  [
    'a second answer to then',
    'function run() {\n  work().then(\n    (a) => f(a, 1),\n    () => null,\n  );\n}',
    false,
  ],
  ['what nobody waits for', 'function run() {\n  within(5, work(), HEARD_LATER);\n}', false],
  [
    'a name that does nothing',
    'const quiet = () => null;\nfunction run() {\n  work().catch(quiet);\n}',
    false,
  ],
  ['a block that throws', 'function run() {\n  try { work(); } catch (error) { throw error; }\n}', true],
  [
    'a catch that logs',
    "function run() {\n  work().catch((error) => log.error({ err: error }, 'no'));\n}",
    true,
  ],
  [
    'a name that logs',
    "const told = (error: unknown) => core.noteFailure(error, 'no');\nfunction run() {\n  work().catch(told);\n}",
    true,
  ],
])('%s is found, and whether it tells of the failure', (_, source, isTold) => {
  expect(caughtIn(source)).toEqual([{ within: 'run', isTold }]);
});
