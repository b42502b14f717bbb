/** Asks for the leaf of a page, or for the leaf from which on pages are numbered, and shows what each of them will get. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leafValue } from '../../../shared/binding/next-leaf.ts';
import { leafRun, type RunBy } from '../../../shared/model/leaf-run.ts';
import { readLeafRanges, type Leaves } from '../../../shared/model/leaves.ts';
import { printLeaf } from '../../../shared/model/print-leaves.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import { leavesOf } from '../../../shared/model/record-values.ts';
import { leavesToScan } from '../../../shared/model/unit-leaves.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './leaves.module.css';
import type { UnitLeaves } from './use-unit-leaves.ts';

type LeafDialogProps = {
  leaves: UnitLeaves;
  /** The pages chosen, in their order. */
  pages: readonly CatalogueRecord[];
  /** Answers whether the pages have these leaves. */
  onNumber: (ids: readonly string[], leaves: readonly (Leaves | null)[]) => Promise<boolean>;
  onClose: () => void;
};

type Scope = 'chosen' | 'onward';
const MOST_SHOWN = 8;

export function LeafDialog({ leaves, pages, onNumber, onClose }: LeafDialogProps) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const [first] = pages;
  const [text, setText] = useState(() => firstText(pages, language));
  const [by, setBy] = useState<RunBy>(leaves.wanted.hasBacks ? 'sides' : 'leaves');
  const [scope, setScope] = useState<Scope>('chosen');
  const [isBusy, setBusy] = useState(false);
  const from = leaves.pages.findIndex(({ id }) => id === first?.id);
  const numbered = scope === 'chosen' || from < 0 ? pages : leaves.pages.slice(from);
  const isRun = numbered.length > 1;
  const run = useMemo(
    () => leavesToWrite(text, numbered.length, by, leaves, language),
    [text, numbered.length, by, leaves, language],
  );
  const write = async () => {
    if (run === null) return;
    setBusy(true);
    const isSafe = await onNumber(
      numbered.map(({ id }) => id),
      run,
    );
    setBusy(false);
    if (isSafe || numbered.length === 0) onClose();
  };
  return (
    <Dialog title={t('leaves.numberTitle', { count: numbered.length })} onClose={onClose}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void write();
        }}
      >
        <TextField
          label={t(isRun ? 'leaves.firstLeaf' : 'field.leaf')}
          value={text}
          onChange={setText}
          autoFocus
          hint={t(isRun ? 'leaves.firstLeafHint' : 'leaves.leafHint')}
          problem={run === null ? t('leaves.unread') : undefined}
        />
        <Choice
          label={t('leaves.scope')}
          options={(['chosen', 'onward'] as const).map((value) => ({
            value,
            label: t(`leaves.scopes.${value}`, {
              count: value === 'chosen' ? pages.length : leaves.pages.length - from,
            }),
          }))}
          value={scope}
          onChange={setScope}
        />
        {isRun && (
          <Choice
            label={t('leaves.by')}
            options={(['sides', 'leaves'] as const).map((value) => ({
              value,
              label: t(`leaves.bys.${value}`),
            }))}
            value={by}
            onChange={setBy}
          />
        )}
        {isRun && run !== null && (
          <p className={styles['preview']} role="status" data-preview="">
            {t('leaves.preview', { leaves: printRun(run) })}
          </p>
        )}
        <DialogButtons>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button variant="primary" type="submit" isDisabled={run === null || isBusy}>
            {t('leaves.write')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}

/** Null: what was typed is no leaf. The empty text takes the leaves away. */
function leavesToWrite(
  text: string,
  count: number,
  by: RunBy,
  { wanted }: UnitLeaves,
  language: Language,
): (Leaves | null)[] | null {
  if (text.trim() === '') return Array.from({ length: count }, () => null);
  const read = readLeafRanges(text.trim());
  if (read.ranges === null) return null;
  const ranges = [...read.ranges];
  if (count <= 1) return [{ written: read.written, ranges }];
  const [only, ...more] = ranges;
  if (only === undefined || only.to !== undefined || more.length > 0) return null;
  const run = leafRun(only.from, count, by, leavesToScan(wanted));
  return run.map((leaf) => leafValue(leaf, language));
}

/** What stands on the first page; a run begins with one leaf. */
function firstText(pages: readonly CatalogueRecord[], language: Language): string {
  const [first, ...more] = pages;
  const leaf = first === undefined ? null : leavesOf(first.values, 'leaf');
  const from = leaf?.ranges?.[0]?.from;
  return more.length === 0 || from === undefined ? (leaf?.written ?? '') : printLeaf(from, language);
}

/** The first ones and the last one. */
function printRun(run: readonly (Leaves | null)[]): string {
  const written = run.map((leaf) => leaf?.written ?? '–');
  if (written.length <= MOST_SHOWN + 1) return written.join(', ');
  return [...written.slice(0, MOST_SHOWN), '…', written.at(-1)].join(', ');
}
