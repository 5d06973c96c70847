import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCsv, readRecords } from '#src/import/csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'handoff-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(content: string | Buffer): string {
  const path = join(folder, 'export.csv');
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Buffer) {
  const file = await openCsv(write(content));
  const rows = [];
  for await (const { line, cells } of readRecords(file)) rows.push([line, ...cells]);
  return { encoding: file.encoding.name, delimiter: file.delimiter, header: file.header, rows };
}

test('commas, semicolons and tabs are told apart by the header, and quotes hide them', async () => {
  expect((await read('a,b\n1,2\n')).delimiter).toBe(',');
  expect((await read('a;"b,c,d";e\n1;2;3\n')).delimiter).toBe(';');
  expect((await read('a\tb\n1\t2\n')).delimiter).toBe('\t');
});

test('a text over several lines is one cell, and every row knows the line it begins on', async () => {
  const { rows } = await read('a,b\r\n1,"one\r\ntwo ""quoted"""\r\n\r\n3,4\r\n');
  expect(rows).toEqual([
    [2, '1', 'one\ntwo "quoted"'],
    [5, '3', '4'],
  ]);
});

test('a byte order mark is no part of the first column', async () => {
  expect((await read('\uFEFFId,Name\n1,Zoë\n')).header).toEqual(['Id', 'Name']);
});

test('what is not UTF-8 is read as Windows-1252, and says so', async () => {
  const { encoding, rows } = await read(Buffer.from('Name\nZo\xeb M\xfcller\n', 'latin1'));
  expect(encoding).toBe('windows-1252');
  expect(rows).toEqual([[2, 'Zoë Müller']]);
});

test('UTF-16, as spreadsheets save it, is read by its mark', async () => {
  const { encoding, rows } = await read(Buffer.from('\uFEFFName\tCity\nZoë\tKöln\n', 'utf16le'));
  expect(encoding).toBe('utf-16le');
  expect(rows).toEqual([[2, 'Zoë', 'Köln']]);
});

test('the line in which Excel names the delimiter is no header', async () => {
  const { header, delimiter, rows } = await read('sep=;\nId;Name\n1;Ana\n');
  expect({ header, delimiter, rows }).toEqual({
    header: ['Id', 'Name'],
    delimiter: ';',
    rows: [[3, '1', 'Ana']],
  });
});

test('rows may be ragged: that is for their reader to judge', async () => {
  const { rows } = await read('a,b,c\n1\n1,2,3,4\n');
  expect(rows).toEqual([
    [2, '1'],
    [3, '1', '2', '3', '4'],
  ]);
});

test.each([
  ['an empty file', '', 'the file is empty'],
  ['a file of empty lines', '\n\n', 'no header line'],
  ['a workbook', Buffer.from('PK\x03\x04 and more', 'latin1'), 'Excel workbook'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), 'no text'],
])('%s is refused with what it is', async (_, content, words) => {
  await expect(read(content)).rejects.toThrow(words);
});

test('a quote that is never closed is refused with the line it is on', async () => {
  await expect(read('a,b\n1,2\n3,"never closed\n5,6\n')).rejects.toThrow('line 3: a quote');
});

test('a file that is not there, and a folder, are said to be that', async () => {
  await expect(openCsv(join(folder, 'none.csv'))).rejects.toThrow('there is no such file');
  await expect(openCsv(folder)).rejects.toThrow('this is a folder; expected a CSV file');
});
