/** What a person chose for files that become leaves, the dry run that follows from it, and where each file then goes. */
import { useMemo, useState } from 'react';
import { v7 as newId } from 'uuid';
import type { Bound } from '../../../shared/binding/bound.ts';
import { bindingsOf, type DryRun, type OnTaken } from '../../../shared/binding/dry-run.ts';
import { guessPattern } from '../../../shared/binding/guess-pattern.ts';
import { countMissing, makeMissing, type MissingUnits } from '../../../shared/binding/missing-units.ts';
import { printPattern, readPattern, type Pattern } from '../../../shared/binding/pattern.ts';
import type { LeftOut } from '../../../shared/binding/plan.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useDesk } from '../../ui/desk.ts';
import { useLabels } from '../../ui/use-label.ts';
import { useNumbering, type NumberingState } from './numbering-fields.tsx';
import { useDryRun } from './use-dry-run.ts';
import { usePlan } from './use-plan.ts';
import type { Opened } from './use-setting.ts';

/** Where one file goes; null: it becomes a document. */
export type FilePlace = { readonly bound: Bound } | { readonly leftOut: LeftOut['code'] } | null;

type Choices = {
  readonly onTaken: OnTaken;
  readonly isCounted: boolean;
  /** Makes the units that the catalogue lacks. */
  readonly makes: boolean;
  /** Takes what is left out in as documents. */
  readonly takesRest: boolean;
};

export type BoundWayState = {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Null: none is asked for; undefined: what is typed makes no sense yet. */
  readonly pattern: Pattern | null | undefined;
  readonly numbering: NumberingState;
  /** Null while it is being made. */
  readonly run: DryRun | null;
  readonly missing: MissingUnits | null;
  /** How many files will be bound, and how many will not. */
  readonly count: number;
  readonly rest: number;
  readonly choices: Choices;
  readonly choose: (choices: Partial<Choices>) => void;
  readonly isBusy: boolean;
  /** Makes units where that was chosen; null when they could not be made. */
  readonly take: () => Promise<FilePlace[] | null>;
};

export function useBoundWay(paths: readonly string[], opened: Opened, byPattern: boolean): BoundWayState {
  const desk = useDesk();
  const { language } = useLabels();
  const [text, setText] = useState(() => (byPattern ? guessed(paths, language) : ''));
  const pattern = useMemo(() => (byPattern ? patternOf(text) : null), [byPattern, text]);
  const numbering = useNumbering(byPattern ? 'none' : 'leaves', opened.unit);
  const plan = usePlan(paths, pattern, opened.setting, numbering.value);
  const run = useDryRun(plan);
  const [choices, setChoices] = useState<Choices>({
    onTaken: 'both',
    isCounted: true,
    makes: false,
    takesRest: false,
  });
  const [isBusy, setBusy] = useState(false);
  const count = run === null ? 0 : run.sum.bound + (choices.makes ? run.sum.missing : 0);

  async function makeUnits(of: DryRun): Promise<ReadonlyMap<string, RecordId> | null> {
    const { edits, made } = makeMissing(of, newId);
    if (edits.length === 0) return made;
    setBusy(true);
    const isMade = await desk.write('binding.make', edits);
    setBusy(false);
    return isMade ? made : null;
  }

  return {
    text,
    setText,
    pattern,
    numbering,
    run,
    missing: useMemo(() => (run === null ? null : countMissing(run)), [run]),
    count,
    rest: run === null ? 0 : run.sum.seen - count,
    choices,
    choose: (some) => setChoices({ ...choices, ...some }),
    isBusy,
    async take() {
      if (run === null) return null;
      const made = choices.makes ? await makeUnits(run) : new Map<string, RecordId>();
      if (made === null) return null;
      const bound = bindingsOf(run, { ...choices, language }, made);
      const why = new Map(run.leftOut.map(({ index, code }) => [index, code]));
      return paths.map((_, i): FilePlace => {
        const to = bound.get(i);
        if (to !== undefined) return { bound: to };
        return choices.takesRest ? null : { leftOut: why.get(i) ?? 'NO_UNIT' };
      });
    },
  };
}

function patternOf(text: string): Pattern | undefined {
  const read = readPattern(text);
  return read.ok ? read.value : undefined;
}

function guessed(paths: readonly string[], language: Language): string {
  const pattern = guessPattern(paths);
  return pattern === null ? '' : printPattern(pattern.pieces, language);
}
