/** Puts another tag in the place of one, after saying what will happen to how many records. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { readMany } from '../../db/read-slices.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useTagCounts } from '../../db/tag-counts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { useDesk } from '../../ui/desk.ts';
import { useLabels } from '../../ui/use-label.ts';
import { mergeEdits } from './merge-tags.ts';
import styles from './vocabulary.module.css';

type MergeDialogProps = {
  tag: CatalogueRecord;
  /** The others, in their order. */
  others: readonly CatalogueRecord[];
  onClose: () => void;
};

const NO_TAGS: readonly string[] = [];

export function MergeDialog({ tag, others, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const labels = useLabels();
  const [target, setTarget] = useState(others[0]?.id ?? '');
  const { copy } = useCatalogue();
  const carriers = useTagCounts(NO_TAGS, [tag.id])?.carriers;
  const into = others.find(({ id }) => id === target);
  const [label, intoLabel] = [labels.title(tag), into === undefined ? '' : labels.title(into)];
  const count = carriers?.length ?? 0;

  /** The dialog makes room first: at the foot of the window a large change shows how far it is, and can be stopped. */
  const merge = async () => {
    const db = copy.get();
    if (into === undefined || carriers === undefined || db === null) return;
    onClose();
    const edits = mergeEdits(tag, into, await readMany(db, carriers));
    if (!(await desk.write('tag.merge', edits))) return;
    desk.say({ text: t('vocabulary.merged', { label, into: intoLabel }), undo: true });
  };
  return (
    <Dialog title={t('vocabulary.mergeTitle', { label })} onClose={onClose}>
      <label className={styles['select']}>
        {t('vocabulary.mergeInto')}
        <select value={target} onChange={(event) => setTarget(event.target.value)}>
          {others.map((each) => (
            <option key={each.id} value={each.id}>
              {labels.title(each)}
            </option>
          ))}
        </select>
      </label>
      <p role="status">{t('vocabulary.mergeHint', { count, label, into: intoLabel })}</p>
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button
          variant="primary"
          isDisabled={into === undefined || carriers === undefined}
          onPress={() => void merge()}
        >
          {t('vocabulary.merge')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
