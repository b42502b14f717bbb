/** What happens between the values of a conflict and the one that a person writes in their place. */
import { useRef, useState } from 'react';
import type { Json } from '../../../shared/json.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useDraft } from '../../db/hooks.ts';
import { useLabels } from '../../ui/use-label.ts';
import { mergedText, type Piece, type PieceChoice } from './conflict-merge.ts';
import { conflictText, conflictValue, type Candidate } from './conflict-text.ts';

export type WritingOf = {
  readonly record: RecordId;
  readonly field: string;
  /** The values that the person saw when they began. */
  readonly seen: readonly Candidate[];
  /** Null: there is nothing to put together. */
  readonly pieces: readonly Piece[] | null;
  /** Answers whether it is safe. */
  readonly onSave: (value: Json) => Promise<boolean>;
  readonly onClose: () => void;
};

type Choices = readonly (PieceChoice | undefined)[];

export type Writing = {
  /** What will stand; null while places are still to be chosen. */
  readonly text: string | null;
  /** What is wrong with it, as a key of the message catalogues. */
  readonly problem: string | null;
  readonly choices: Choices;
  /** How many places are still to be chosen. */
  readonly open: number;
  /** There was nothing to choose from the start. */
  readonly isReady: boolean;
  readonly isByHand: boolean;
  readonly choose: (choices: Choices) => void;
  readonly change: (text: string) => void;
  /** Leaves the places and begins with the value that is shown now. */
  readonly byHand: () => void;
  readonly save: () => Promise<void>;
  readonly leave: () => void;
};

export function useWriting({ record, field, seen, pieces, onSave, onClose }: WritingOf): Writing {
  const { language } = useLabels();
  const draft = useDraft(record, field);
  const [choices, choose] = useState<Choices>([]);
  const [typed, setTyped] = useState<string | null>(null);
  /** Counts the keys: what comes while the value is on its way is not in it. */
  const keys = useRef(0);
  const shown = conflictText(field, seen[0]?.value ?? null, language);
  const like = seen.find(({ value }) => value !== null)?.value ?? null;
  const proposed = pieces === null ? shown : mergedText(pieces, choices);
  // What a crash left is offered first; whoever chooses begins anew.
  const left = choices.length === 0 ? (draft.left?.text ?? null) : null;
  const text = typed ?? left ?? proposed;
  const reading = text === null ? null : conflictValue(field, text, like);
  const places = (pieces ?? []).filter(({ kind }) => kind === 'open').length;

  const change = (next: string) => {
    setTyped(next);
    keys.current += 1;
    draft.save(
      next,
      seen.flatMap(({ heads }) => heads.map(({ id }) => id)),
    );
  };
  const leave = () => {
    void draft.clear();
    onClose();
  };
  return {
    text,
    problem: reading !== null && 'problem' in reading ? reading.problem : null,
    choices,
    open: places - choices.filter((choice) => choice !== undefined).length,
    isReady: places === 0,
    isByHand: typed !== null,
    choose,
    change,
    byHand: () => change(shown),
    async save() {
      const before = keys.current;
      if (reading === null || !('value' in reading) || !(await onSave(reading.value))) return;
      // What was typed since stays as a draft, and is offered in the record's own field.
      if (keys.current === before) leave();
      else onClose();
    },
    leave,
  };
}
