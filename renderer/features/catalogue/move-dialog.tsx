/** Chooses a new place in the tree for one or more records. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setFields } from '../../../shared/sync/edits.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { mayStandIn } from './levels.ts';
import styles from './move-dialog.module.css';
import { TreeView } from './tree-view.tsx';

type MoveDialogProps = { records: readonly CatalogueRecord[]; onClose: () => void };

export function MoveDialog({ records, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [target, setTarget] = useState<string | null>(null);
  const place = useRecord(target);
  const above = useAncestors(target);
  const moved = new Set(records.map((record) => record.id));
  const isInsideItself = [...(above ?? []).map((record) => record.id), target ?? ''].some((id) =>
    moved.has(id),
  );
  const problem = moveProblem(place ?? null, records, isInsideItself);

  const move = async () => {
    if (target === null || problem !== null) return;
    const edits = records.map((record) => setFields(record, { parent: target }));
    if (!(await desk.write('record.move', edits))) return;
    onClose();
    desk.say({ text: t('said.moved', { count: records.length }), undo: true });
  };

  return (
    <Dialog title={t('move.title', { count: records.length })} onClose={onClose} wide>
      <p>{t('move.hint')}</p>
      <div className={styles['tree']}>
        <TreeView label={t('move.tree')} current={target} onChoose={setTarget} onOpen={() => void move()} />
      </div>
      <p role="status" className={styles['target']}>
        {place !== null && place !== undefined && problem !== null
          ? t(problem, { place: labels.full(place) })
          : place && t('move.into', { place: labels.full(place) })}
      </p>
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button
          variant="primary"
          isDisabled={target === null || problem !== null}
          onPress={() => void move()}
        >
          {t('act.moveHere')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** The key of what speaks against a place, or null. */
function moveProblem(
  place: CatalogueRecord | null,
  records: readonly CatalogueRecord[],
  isInsideItself: boolean,
): string | null {
  if (place === null) return 'move.choose';
  if (isInsideItself) return 'problem.insideItself';
  return records.every((record) => mayStandIn(record.t, place.t)) ? null : 'problem.wrongPlace';
}
