import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { inTransaction } from '#src/backup/connection.ts';
import { copyIn, copyOut } from '#src/backup/copy.ts';
import { newDatabase, query, SERVER } from '../support/databases.ts';

/** What the driver's streams lack, shown on the ones we made of them. */

test('after a long last row the connection answers', async () => {
  const url = await newDatabase();
  await query(url, `create table long as select repeat('x', 200000) as text`);

  const read = await inTransaction(url, '', async (tx) => {
    let bytes = 0;
    for await (const chunk of copyOut(tx, 'long', ['text'])) bytes += chunk.length;
    return { bytes, answers: [...(await tx.unsafe('select 1 as one'))] };
  });
  expect(read).toEqual({ bytes: 200_001, answers: [{ one: 1 }] });
});

test('rows that the database refuses after the last one was sent are told with why', async () => {
  const url = await newDatabase();
  await query(url, 'create table parents (id text primary key)');
  await query(url, 'create table children (parent text references parents)');

  const copying = inTransaction(url, '', (tx) =>
    copyIn(tx, 'children', ['parent'], Readable.from([Buffer.from('nobody\n')])),
  );
  await expect(copying).rejects.toThrow('violates foreign key constraint "children_parent_fkey"');
});

test('a table that is not there is told at once', async () => {
  const copying = inTransaction(await newDatabase(), '', (tx) =>
    copyIn(tx, 'nowhere', ['id'], Readable.from([Buffer.from('1\n')])),
  );
  await expect(copying).rejects.toThrow('relation "nowhere" does not exist');
});

test('an error of whoever uses the transaction comes out as it was, and nothing is kept', async () => {
  const url = await newDatabase();
  await query(url, 'create table kept (id int)');

  const failing = inTransaction(url, '', async (tx) => {
    await tx.unsafe('insert into kept values (1)');
    throw new Error('not like that');
  });
  await expect(failing).rejects.toThrow('not like that');
  expect(await query(url, 'select id from kept')).toEqual([]);
});

test('a connection that the server ends in a transaction is told, and the process lives', async () => {
  const url = await newDatabase();
  const cut = inTransaction(url, '', async (tx) => {
    const [row] = await tx.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
    await query(SERVER, `select pg_terminate_backend(${row?.pid})`);
    await tx.unsafe('select 1');
  });
  // Chance says who notices first: the driver, the system, or the query that is asked.
  await expect(cut).rejects.toThrow(/CONNECTION_CLOSED|ECONNRESET|EPIPE|terminating connection/);
});
