/** What can be done here: make something in this place, move or bin what is chosen. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { levelSchema, type Level } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { Button, CommandButton } from '../../ui/button.tsx';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import type { IconName } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useLabels } from '../../ui/use-label.ts';
import { BatchDialog } from './batch-dialog.tsx';
import styles from './catalogue-page.module.css';
import { CreateDialog } from './create-dialog.tsx';
import { iconOf } from '../../ui/record-icon.ts';
import { levelsUnder } from './levels.ts';
import { MoveDialog } from './move-dialog.tsx';
import { useRecordActs } from './use-record-acts.ts';

type RecordToolbarProps = {
  /** The place that the list shows; null: the top; undefined: nothing can be made here. */
  place: CatalogueRecord | null | undefined;
  /** What the acts work on; null: something else on the screen has acts of its own. */
  chosen: readonly CatalogueRecord[] | null;
  onGone: () => void;
};

type OfChosen = { readonly command: Command; readonly icon: IconName; readonly isShown: boolean };

export function RecordToolbar({ place, chosen: given, onGone }: RecordToolbarProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const labels = useLabels();
  const acts = useRecordActs();
  const [creating, setCreating] = useState<Level | null>(null);
  const [editing, setEditing] = useState<readonly CatalogueRecord[] | null>(null);
  const [moving, setMoving] = useState<readonly CatalogueRecord[] | null>(null);
  const chosen = given ?? [];
  const levels = place === undefined ? [] : levelsUnder(place?.t ?? null);
  const movable = chosen.filter((record) => !UNMOVED.has(record.t));
  const binnable = chosen.filter((record) => record.t !== 'page');
  const editable = chosen.filter((record) => levelSchema.safeParse(record.t).success);
  const placed = chosen.filter((record) => record.t === 'document' && record.values['parent'] !== undefined);

  const creations: Command[] = levels.map((level, i) => ({
    id: `create.${level}`,
    label: t(`create.${level}`),
    ...(i === 0 ? { chords: ['Alt+KeyN'] } : {}),
    run: () => setCreating(level),
  }));
  const move: Command = {
    id: 'move',
    label: t('act.move'),
    chords: ['Alt+KeyM'],
    isDisabled: movable.length === 0,
    run: () => setMoving(movable),
  };
  const batch: Command = {
    id: 'batch',
    label: t('act.batch'),
    chords: ['Alt+KeyB'],
    isDisabled: editable.length < 2,
    run: () => setEditing(editable),
  };
  const unplace: Command = {
    id: 'unplace',
    label: t('act.unplace'),
    isDisabled: placed.length === 0,
    run: () => void acts.unplace(placed),
  };
  const bin: Command = {
    id: 'bin',
    label: t('act.bin'),
    chords: ['Delete'],
    isDisabled: binnable.length === 0,
    run: () => void acts.bin(binnable).then((isSafe) => isSafe && onGone()),
  };
  const ofChosen: readonly OfChosen[] = [
    { command: move, icon: 'move', isShown: true },
    { command: batch, icon: 'edit', isShown: editable.length > 1 },
    { command: unplace, icon: 'inbox', isShown: placed.length > 0 },
    { command: bin, icon: 'bin', isShown: true },
  ];
  const offered = given === null ? [] : ofChosen;
  useCommands(capabilities.canWrite ? [...creations, ...offered.map(({ command }) => command)] : []);
  if (!capabilities.canWrite) return null;

  return (
    <div className={styles['tools']}>
      <CreateButton levels={levels} onCreate={setCreating} />
      {offered
        .filter(({ isShown }) => isShown)
        .map(({ command, icon }) => (
          <CommandButton key={command.id} command={command} icon={icon} />
        ))}
      {creating !== null && (
        <CreateDialog
          level={creating}
          parent={place?.id ?? null}
          parentLabel={place ? labels.full(place) : null}
          onClose={() => setCreating(null)}
        />
      )}
      {editing !== null && <BatchDialog records={editing} onClose={() => setEditing(null)} />}
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
