/** A window on a station of a world of several: what each person of the archive has before them. */
import type { Browser, Page } from '@playwright/test';
import type { RecordId } from '../../shared/sync/op.ts';
import type { Station } from '../fixtures/sync-world.ts';
import { openGuest } from './app.ts';
import { isSafe } from './steps.ts';
import { wordsOf } from './words.ts';

const kk = wordsOf('kk');

export type Desk = {
  readonly page: Page;
  readonly station: Station;
  /** Opens a page of the window, such as `inbox` or `record/<id>`. */
  goTo(place: string): Promise<void>;
  /** Types a title over the one that is there, until it is safe on this machine. */
  type(id: RecordId, title: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens a window in a profile of its own on a running station. */
export async function openDesk(browser: Browser, station: Station): Promise<Desk> {
  const context = await openGuest(browser);
  context.setDefaultTimeout(30_000);
  const { address, cookie } = station.host();
  const [name = '', ...value] = cookie.split('=');
  await context.addCookies([{ name, value: value.join('='), url: address }]);
  const page = await context.newPage();
  await page.goto(address);
  const goTo = async (place: string): Promise<void> => void (await page.goto(`${address}/#/${place}`));
  return {
    page,
    station,
    goTo,
    async type(id, title) {
      await goTo(`record/${id}`);
      await page.getByRole('textbox', { name: kk('field.title/kk') }).fill(title);
      await page.keyboard.press('Enter');
      await isSafe(page);
    },
    close: () => context.close(),
  };
}
