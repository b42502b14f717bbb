/** What can be done here: make something in this place, move or bin what is chosen. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Level } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Menu } from '../../ui/menu.tsx';
import { useLabels } from '../../ui/use-label.ts';
import styles from './catalogue-page.module.css';
import { CreateDialog } from './create-dialog.tsx';
import { iconOf, levelsUnder } from './levels.ts';
import { MoveDialog } from './move-dialog.tsx';
import { useRecordActs } from './use-record-acts.ts';

type RecordToolbarProps = {
  /** The place that the list shows; null: the top; undefined: nothing can be made here. */
  place: CatalogueRecord | null | undefined;
  /** What the acts work on. */
  chosen: readonly CatalogueRecord[];
  onGone: () => void;
};

export function RecordToolbar({ place, chosen, onGone }: RecordToolbarProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const labels = useLabels();
  const acts = useRecordActs();
  const [creating, setCreating] = useState<Level | null>(null);
  const [moving, setMoving] = useState<readonly CatalogueRecord[] | null>(null);
  if (!capabilities.canWrite) return null;

  const levels = place === undefined ? [] : levelsUnder(place?.t ?? null);
  const movable = chosen.filter((record) => !UNMOVED.has(record.t));
  const binnable = chosen.filter((record) => record.t !== 'page');
  const placed = chosen.filter((record) => record.t === 'document' && record.values['parent'] !== undefined);

  return (
    <div className={styles['tools']}>
      <CreateButton levels={levels} onCreate={setCreating} />
      <Button icon="move" isDisabled={movable.length === 0} onPress={() => setMoving(movable)}>
        {t('act.move')}
      </Button>
      {placed.length > 0 && (
        <Button icon="inbox" onPress={() => void acts.unplace(placed)}>
          {t('act.unplace')}
        </Button>
      )}
      <Button
        icon="bin"
        isDisabled={binnable.length === 0}
        onPress={() => void acts.bin(binnable).then((isSafe) => isSafe && onGone())}
      >
        {t('act.bin')}
      </Button>
      {creating !== null && (
        <CreateDialog
          level={creating}
          parent={place?.id ?? null}
          parentLabel={place ? labels.full(place) : null}
          onClose={() => setCreating(null)}
        />
      )}
      {moving !== null && <MoveDialog records={moving} onClose={() => setMoving(null)} />}
    </div>
  );
}

/** A fonds has no place but the top; pages stay with their document. */
const UNMOVED: ReadonlySet<string> = new Set(['fonds', 'page', 'tag']);

type CreateButtonProps = { levels: readonly Level[]; onCreate: (level: Level) => void };

/** One level: a button; several: a menu. */
function CreateButton({ levels, onCreate }: CreateButtonProps) {
  const { t } = useTranslation();
  const [first, ...more] = levels;
  if (first === undefined) return null;
  if (more.length === 0) {
    return (
      <Button icon="plus" onPress={() => onCreate(first)}>
        {t(`create.${first}`)}
      </Button>
    );
  }
  const acts = levels.map((level) => ({
    id: level,
    label: t(`create.${level}`),
    icon: iconOf(level),
    act: () => onCreate(level),
  }));
  return <Menu icon="plus" label={t('act.new')} acts={acts} />;
}
