/** One act over 5,000 units through the product's own dialog: from the press to *safe*, to the new words, and back by undo. */
import type { Page } from '@playwright/test';
import { round } from '../figures.ts';
import { duringLongTasks, type LongTasks } from './long-tasks.ts';
import { LIST, noted, noteNext, openPlace, ROWS, timed, watchFor, WORDS } from './product.ts';

const DEADLINE_MS = 90_000;
/** `Изменить 5000 записей`, in whatever form the number wants. */
const WRITE = /^Изменить [\d\s]+ запис/u;

export type Batch = {
  readonly records: number;
  /** From opening the dialog's preview to the count of what would change. */
  readonly previewMs: number;
  readonly clickToSafeMs: number;
  readonly clickToShownMs: number;
  readonly undoToShownMs: number;
  readonly long: { readonly write: LongTasks; readonly undo: LongTasks };
};

/** Gives each unit of the place, `count` of them, the Russian title `words` (the window's language), and the old one back. */
export async function changeAll(page: Page, id: string, count: number, words: string): Promise<Batch> {
  await openPlace(page, id);
  // A long list goes on being read behind its first rows.
  await watchFor(page, 'whole', hasSize, String(count));
  await timed(page, 'whole', DEADLINE_MS);
  await page.locator(ROWS).first().click();
  await page.keyboard.press('Control+A');
  const dialog = page.getByRole('dialog');
  await openDialog(page);
  await dialog.getByRole('combobox', { name: WORDS('batch.field') }).selectOption('title/ru');
  await dialog.getByRole('combobox', { name: WORDS('batch.mode') }).selectOption('set');
  const began = performance.now();
  await dialog.getByRole('textbox', { name: WORDS('batch.text') }).fill(words);
  await dialog.locator(`[data-changes="${count}"]`).waitFor({ timeout: DEADLINE_MS });
  const previewMs = performance.now() - began;

  const write = await duringLongTasks(page, async () => {
    await page.evaluate(noteSafety);
    await watchFor(page, 'safe', isSafeAgain);
    await watchFor(page, 'shown', rowsSay, words);
    await noteNext(page, 'click');
    await dialog.getByRole('button', { name: WRITE }).click();
    const safe = await timed(page, 'safe', DEADLINE_MS);
    return { at: await noted(page), safe, shown: await timed(page, 'shown', DEADLINE_MS) };
  });
  await page.locator(LIST).focus();
  const undo = await duringLongTasks(page, async () => {
    await watchFor(page, 'undone', noRowSays, words);
    await noteNext(page, 'keydown');
    await page.keyboard.press('Control+Z');
    const undone = await timed(page, 'undone', DEADLINE_MS);
    return undone - (await noted(page));
  });
  return {
    records: count,
    previewMs: round(previewMs),
    clickToSafeMs: round(write.value.safe - write.value.at),
    clickToShownMs: round(write.value.shown - write.value.at),
    undoToShownMs: round(undo.value),
    long: { write: write.long, undo: undo.long },
  };
}

/** The command is there when the chosen records are read. */
async function openDialog(page: Page): Promise<void> {
  const end = performance.now() + DEADLINE_MS;
  while (!(await page.getByRole('dialog').isVisible())) {
    if (performance.now() > end) throw new Error('the dialog of a batch does not open');
    await page.keyboard.press('Alt+B');
    await page.waitForTimeout(250);
  }
}

/** Runs in the page: notes each change of the sign that tells whether all is safe. */
function noteSafety(): void {
  const states: string[] = [];
  Object.assign(globalThis, { safetyStates: states });
  const note = (): void => {
    const state = document.querySelector<HTMLElement>('[data-safety]')?.dataset['safety'] ?? '';
    if (state !== states.at(-1)) states.push(state);
  };
  new MutationObserver(note).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-safety'],
  });
}

const isSafeAgain = (): boolean => {
  const { safetyStates } = globalThis as unknown as { safetyStates: string[] };
  return safetyStates.includes('saving') && safetyStates.at(-1) === 'safe';
};

/** The list knows of as many rows as there are. */
const hasSize = (count: string): boolean =>
  (document.querySelector('main [aria-setsize]')?.ariaSetSize ??
    document.querySelector('main [role="grid"]')?.ariaRowCount) === count;

/** All rows of the list that are in the page have these words. */
const rowsSay = (words: string): boolean => {
  const rows = [...document.querySelectorAll<HTMLElement>('main [aria-posinset], main [aria-rowindex]')];
  const units = rows.filter((row) => row.innerText.trim() !== '');
  return units.length > 3 && units.slice(1, -1).every((row) => row.innerText.includes(words));
};

const noRowSays = (words: string): boolean => {
  const rows = [...document.querySelectorAll<HTMLElement>('main [aria-posinset], main [aria-rowindex]')];
  const units = rows.filter((row) => row.innerText.trim() !== '');
  return units.length > 3 && units.every((row) => !row.innerText.includes(words));
};
