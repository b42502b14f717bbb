/** The preview: each file with the unit and leaf that its name tells, or why it tells none; windowed, thousands stay quick. */
import { useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DryRun } from '../../../shared/binding/dry-run.ts';
import type { ReadPath, UnitCode } from '../../../shared/binding/plan.ts';
import { printLeaf } from '../../../shared/model/print-leaves.ts';
import { printReferenceCode } from '../../../shared/model/print-reference-code.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import { useAppearance } from '../../ui/appearance.ts';
import { Icon } from '../../ui/icons.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { useWindowedRows } from '../../ui/window-rows.ts';
import styles from './binding.module.css';

const ROW_PX = 40;

type FileRowsProps = {
  paths: readonly string[];
  /** Reads a name as the pattern stands now, also while the plan is being made. */
  read: (path: string) => ReadPath | null;
  run: DryRun | null;
  /** What the open unit is called. */
  opened: string;
  /** Only what a person should look at. */
  onlyNotes: boolean;
};

type Note = { readonly kind: 'bad' | 'warn'; readonly key: string };
type Planned = { readonly leaf: Leaf | null; readonly notes: readonly Note[] };

export function FileRows({ paths, read, run, opened, onlyNotes }: FileRowsProps) {
  const { t } = useTranslation();
  const planned = useMemo(() => (run === null ? null : plannedOf(run)), [run]);
  const shown = useMemo(() => {
    const all = [...paths.keys()];
    return onlyNotes && planned !== null ? all.filter((i) => (planned.get(i)?.notes.length ?? 0) > 0) : all;
  }, [paths, onlyNotes, planned]);
  return (
    <Windowed label={t('binding.files')} count={shown.length} empty={t('binding.nothingToSee')}>
      {(row) => {
        const index = shown[row] ?? 0;
        const path = paths[index] ?? '';
        return <FileLine path={path} told={read(path)} planned={planned?.get(index)} opened={opened} />;
      }}
    </Windowed>
  );
}

type FileLineProps = {
  path: string;
  told: ReadPath | null;
  planned: Planned | undefined;
  opened: string;
};

function FileLine({ path, told, planned, opened }: FileLineProps) {
  const { t } = useTranslation();
  const { language } = useLabels();
  return (
    <>
      <span className={styles['name']}>{path}</span>
      <span className={styles['target']}>
        {told?.ok === true && (
          <Target
            told={told}
            leaf={planned?.leaf ?? told.told.leaf ?? null}
            opened={opened}
            language={language}
          />
        )}
        {notesOf(told, planned).map(({ kind, key }) => (
          <span key={key} className={styles[kind]}>
            <Icon name={kind === 'bad' ? 'warning' : 'info'} size={12} /> {t(key)}
          </span>
        ))}
      </span>
    </>
  );
}

type TargetProps = {
  told: Extract<ReadPath, { ok: true }>;
  leaf: Leaf | null;
  opened: string;
  language: Language;
};

function Target({ told, leaf, opened, language }: TargetProps) {
  const { t } = useTranslation();
  const { code } = told.target;
  return (
    <>
      <span>{code === null ? opened : codeText(code, language)}</span>
      {leaf !== null && <b>{t('binding.leaf', { leaf: printLeaf(leaf, language) })}</b>}
    </>
  );
}

/** A name that tells nothing is known at once; the rest when the plan is made. */
function notesOf(told: ReadPath | null, planned: Planned | undefined): readonly Note[] {
  return told?.ok === false ? [{ kind: 'bad', key: `refusal.${told.code}` }] : (planned?.notes ?? []);
}

/** Rows of one height in a box that scrolls by keyboard too. */
export function Windowed(props: {
  label: string;
  count: number;
  empty: string;
  children: (index: number) => ReactNode;
}) {
  const { label, count, empty, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const height = (ROW_PX * useAppearance().size) / 100;
  const rows = useWindowedRows(box, count, height);
  return (
    <div ref={box} className={styles['rows']} tabIndex={0} role="region" aria-label={label}>
      {count === 0 && <p className={styles['empty']}>{empty}</p>}
      <ul style={{ height: rows.total }}>
        {Array.from({ length: Math.max(0, rows.end - rows.first) }, (_, i) => rows.first + i).map((index) => (
          <li
            key={index}
            className={styles['row']}
            style={{ height, transform: `translateY(${index * height}px)` }}
          >
            {children(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function codeText({ fonds, inventory, unit }: UnitCode, language: Language): string {
  return printReferenceCode({ fonds, unit, ...(inventory === null ? {} : { inventory }) }, language);
}

function plannedOf(run: DryRun): Map<number, Planned> {
  const planned = new Map<number, Planned>();
  for (const { index, code } of run.leftOut)
    planned.set(index, { leaf: null, notes: [{ kind: 'bad', key: `refusal.${code}` }] });
  for (const { state, files, taken } of run.units) {
    for (const { index, leaf, isTwice } of files) {
      const notes: Note[] = [];
      if (state !== 'there') notes.push({ kind: 'bad', key: `binding.unitStates.${state}` });
      if (isTwice) notes.push({ kind: 'warn', key: 'binding.isTwice' });
      if (taken.has(index)) notes.push({ kind: 'warn', key: 'binding.isTaken' });
      planned.set(index, { leaf, notes });
    }
  }
  return planned;
}
