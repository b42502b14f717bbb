/** Chooses a new place in the tree for one or more records. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { moveProblem } from './move-rules.ts';
import styles from './move-dialog.module.css';
import { TreeView } from './tree-view.tsx';
import { useMoves } from './use-moves.ts';

type MoveDialogProps = { records: readonly CatalogueRecord[]; onClose: () => void };

export function MoveDialog({ records, onClose }: MoveDialogProps) {
  const { t } = useTranslation();
  const moves = useMoves();
  const labels = useLabels();
  const [target, setTarget] = useState<string | null>(null);
  const place = useRecord(target);
  const above = useAncestors(target);
  const problem = place
    ? moveProblem(
        place,
        records,
        above?.map(({ id }) => id),
      )
    : null;
  const isReady = target !== null && place?.id === target && above !== undefined && problem === null;

  const move = async () => {
    if (!isReady) return;
    if (
      await moves.into(
        records.map(({ id }) => id),
        target,
      )
    )
      onClose();
  };

  return (
    <Dialog title={t('move.title', { count: records.length })} onClose={onClose} wide>
      <p>{t('move.hint')}</p>
      <div className={styles['tree']}>
        <TreeView label={t('move.tree')} current={target} onChoose={setTarget} onOpen={() => void move()} />
      </div>
      <p role="status" className={styles['target']}>
        {place && t(problem ?? 'move.into', { place: labels.full(place) })}
      </p>
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button variant="primary" isDisabled={!isReady} onPress={() => void move()}>
          {t('act.moveHere')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
