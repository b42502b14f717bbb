/** How files are numbered whose names tell no leaf: not at all, leaf by leaf, or face and back in turn, from a first leaf. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { leafKey } from '../../../shared/binding/leaf-key.ts';
import type { Numbering } from '../../../shared/binding/plan.ts';
import { leafRun, type RunBy } from '../../../shared/model/leaf-run.ts';
import { readLeafRanges } from '../../../shared/model/leaves.ts';
import { printLeaf } from '../../../shared/model/print-leaves.ts';
import type { Leaf } from '../../../shared/model/read-leaves.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { Choice } from '../../ui/choice.tsx';
import { useDesk } from '../../ui/desk.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './binding.module.css';

const KINDS = ['none', 'leaves', 'sides'] as const;
type Kind = (typeof KINDS)[number];

export type NumberingState = {
  readonly value: Numbering;
  readonly kind: Kind;
  readonly setKind: (kind: Kind) => void;
  /** As typed; the next leaf of the unit before that. */
  readonly first: string;
  readonly setFirst: (first: string) => void;
  readonly isSound: boolean;
};

/** `unit`: numbers go on behind the last leaf that is there. */
export function useNumbering(begin: Kind, unit: RecordId | null): NumberingState {
  const [kind, setKind] = useState<Kind>(begin);
  const [typed, setFirst] = useState<string | null>(null);
  const last = useLastLeaf(unit);
  const { language } = useLabels();
  const by: RunBy = kind === 'sides' ? 'sides' : 'leaves';
  const next = last === null ? { num: 1 } : (leafRun(last, 2, by)[1] ?? { num: 1 });
  const first = typed ?? printLeaf(next, language);
  const leaf = useMemo(() => leafOf(first), [first]);
  const value = useMemo<Numbering>(
    () => (kind === 'none' || leaf === null ? null : { by, first: leaf }),
    [kind, by, leaf],
  );
  return { value, kind, setKind, first, setFirst, isSound: leaf !== null };
}

export function NumberingFields({ numbering, canBeNone }: { numbering: NumberingState; canBeNone: boolean }) {
  const { t } = useTranslation();
  const { kind, setKind, first, setFirst, isSound } = numbering;
  return (
    <>
      <Choice
        label={t(canBeNone ? 'binding.numberingRest' : 'binding.numbering')}
        options={KINDS.map((value) => ({ value, label: t(`binding.numberings.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      {kind !== 'none' && (
        <div className={styles['short']}>
          <TextField
            label={t('binding.first')}
            value={first}
            onChange={setFirst}
            problem={isSound ? undefined : t('binding.firstProblem')}
          />
        </div>
      )}
    </>
  );
}

function leafOf(text: string): Leaf | null {
  const { ranges } = readLeafRanges(text);
  const [only, ...more] = ranges ?? [];
  return only === undefined || more.length > 0 || only.to !== undefined ? null : only.from;
}

/** The last leaf that a page of the unit shows; null until it is known, and when there is none. */
function useLastLeaf(unit: RecordId | null): Leaf | null {
  const { host } = useDesk();
  const [last, setLast] = useState<Leaf | null>(null);
  useEffect(() => {
    if (unit === null) return undefined;
    let isHere = true;
    void host.call('binding.leaves', { units: [unit] }).then((told) => {
      if (!isHere || !told.ok) return;
      const leaves = (told.value.units[0]?.leaves ?? []).flatMap((each) => each?.ranges ?? []);
      const ends = leaves
        .map(({ from, to }) => to ?? from)
        .sort((a, b) => (leafKey(a) < leafKey(b) ? -1 : 1));
      setLast(ends.at(-1) ?? null);
    });
    return () => {
      isHere = false;
    };
  }, [host, unit]);
  return last;
}
