/** A real server for journeys, and a person's way to it through the window. */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createServerProcess, type ServerProcess } from '../fixtures/server-process.ts';
import { expect, type App } from './app.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');
export const PASSWORD = 'құпия сөз 417';

/** With a place for one archive and one person; `code` is for the first station. */
export async function startServer(app: App): Promise<{ server: ServerProcess; code: string }> {
  const server = await createServerProcess(path.join(app.scratch, 'server'));
  const code = server.addArchive('Облыстық архив');
  server.addPerson('aigul', PASSWORD, 'Айгүл');
  await server.start();
  return { server, code };
}

export async function lookAt(page: Page, server: ServerProcess): Promise<void> {
  await page.getByLabel(kk('sync.connect.address')).fill(`http://127.0.0.1:${server.port}`);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-looked]')).toBeVisible();
}

export async function signIn(page: Page, login = 'aigul'): Promise<void> {
  const dialog = page.getByRole('dialog', { name: kk('sync.signIn.title') });
  await dialog.getByLabel(kk('sync.signIn.login')).fill(login);
  await dialog.getByLabel(kk('sync.signIn.password')).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

/** Gives a command of the window by its name, from the palette. */
export async function giveCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  const palette = page.getByRole('combobox', { name: kk('palette.find') });
  await palette.fill(name);
  // The one that Enter gives: before the list is narrowed it is another.
  await expect(page.getByRole('option', { name, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
}
