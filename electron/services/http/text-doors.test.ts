import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '../../../shared/result.ts';
import { BYTES_POLICY } from './headers.ts';
import { answerTexts, type TextDoors } from './text-doors.ts';

const JOB = '0190a5b0-0000-7000-8000-000000000001';
const OTHER = '0190a5b0-0000-7000-8000-000000000002';
const BYTES = '%PDF-1.7 0123456789';

let folder: string;
let asked: string[];
let came: [string, string][];
const doors: TextDoors = {
  async exported(job) {
    asked.push(job);
    return job === JOB
      ? { path: path.join(folder, 'out.pdf'), name: 'Р-5 «1\r\n".pdf', mime: 'application/pdf' }
      : null;
  },
  async putModel(file, bytes) {
    let text = '';
    for await (const part of bytes) text += Buffer.from(part).toString();
    came.push([file, text]);
    return ok(null);
  },
};

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'qoima-doors-'));
  writeFileSync(path.join(folder, 'out.pdf'), BYTES);
  asked = [];
  came = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (pathname: string, init?: RequestInit, canWrite = true) =>
  answerTexts(doors, new Request(`http://127.0.0.1:4747${pathname}`, init), pathname, canWrite);

test('an export comes as a file to be kept and never as a page, under the name that the job gave it', async () => {
  const response = await ask(`/export/${JOB}`);
  expect(response?.status).toBe(200);
  expect(Object.fromEntries(response?.headers ?? [])).toMatchObject({
    'cache-control': 'no-store',
    'content-disposition': "attachment; filename*=UTF-8''%D0%A0-5%20%C2%AB1%0D%0A%22.pdf",
    'content-security-policy': BYTES_POLICY,
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
  });
  expect(await response?.text()).toBe(BYTES);
  const part = await ask(`/export/${JOB}`, { headers: { range: 'bytes=0-3' } });
  expect([part?.status, await part?.text()]).toEqual([206, '%PDF']);
});

test('an export is named by its job alone: whatever else is written there never reaches the disk', async () => {
  asked = [];
  const odd = [
    '/export/',
    '/export/..',
    '/export/../../data/web-secret',
    `/export/${JOB}/`,
    `/export/${JOB}/out.pdf`,
    `/export/${JOB}%2f..`,
    `/export/..%2f${JOB}`,
    `/export/${JOB.toUpperCase()}`,
    `//export/${JOB}`,
    `/export/${JOB}\n`,
  ];
  for (const pathname of odd) {
    const url = new Request('http://127.0.0.1:4747/');
    expect([pathname, await answerTexts(doors, url, pathname, true)]).toEqual([pathname, null]);
  }
  expect(asked).toEqual([]);
  expect((await ask(`/export/${OTHER}`))?.status).toBe(404);
  expect((await ask(`/export/${JOB}`, { method: 'DELETE' }))?.status).toBe(405);
  expect(
    await answerTexts(undefined, new Request('http://127.0.0.1:4747/'), `/export/${JOB}`, true),
  ).toBeNull();
});

test('a model is put under one name, decoded once, and only where anything may be written', async () => {
  const put = (pathname: string, canWrite = true) =>
    ask(pathname, { method: 'PUT', body: 'model' }, canWrite);
  expect((await put('/model/%D2%9B%D0%B0%D0%B7.traineddata'))?.status).toBe(204);
  expect((await put('/model/..%252fkaz.traineddata'))?.status).toBe(204);
  expect(came).toEqual([
    ['қаз.traineddata', 'model'],
    ['..%2fkaz.traineddata', 'model'],
  ]);
  expect(await put('/model/a/b')).toBeNull();
  expect((await put('/model/kaz.traineddata', false))?.status).toBe(403);
  expect((await ask('/model/kaz.traineddata'))?.status).toBe(405);
  expect(came).toHaveLength(2);
});
