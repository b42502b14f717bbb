/** What can be done with the leaves of a unit: buttons for the usual acts, a menu for the others, and all as commands. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { printLeafRanges } from '../../../shared/model/print-leaves.ts';
import type { Language } from '../../../shared/model/record-types.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { Menu } from '../../ui/menu.tsx';
import type { Selection } from '../../ui/selection.ts';
import { useLabels } from '../../ui/use-label.ts';
import { useCutPages } from './cut-pages.ts';
import { gapLabel } from './gap-label.ts';
import { nextHole, type Gap } from './leaf-cells.ts';
import { leafCommands, type LeafCommand } from './leaf-commands.ts';
import { LeafDialog } from './leaf-dialog.tsx';
import styles from './leaves.module.css';
import type { LeafActs } from './use-leaf-acts.ts';
import { usePictureActs } from './use-picture-acts.ts';
import type { UnitLeaves } from './use-unit-leaves.ts';

type LeafToolsProps = {
  leaves: UnitLeaves;
  acts: LeafActs;
  /** Pages and holes, by the ids of their cells. */
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

/** What the host can look into. */
const PICTURES = 'image/*,.tif,.tiff,.jp2,.j2k,.pdf';

export function LeafTools({ leaves, acts, selection, onSelect }: LeafToolsProps) {
  const { t } = useTranslation();
  const { capabilities } = useDesk();
  const [numbering, setNumbering] = useState<readonly CatalogueRecord[] | null>(null);
  const all = useLeafCommands({ leaves, acts, selection, onSelect }, setNumbering);
  const offered = capabilities.canWrite ? all : all.filter(({ command }) => command.id === 'leaves.nextHole');
  useCommands(offered.map(({ command }) => command));
  const menu = offered
    .filter(({ command, isButton }) => !isButton && command.isDisabled !== true)
    .map(({ command, icon }) => ({ id: command.id, label: command.label, icon, act: command.run }));
  return (
    <div className={styles['tools']} role="toolbar" aria-label={t('leaves.tools')}>
      {offered
        .filter(({ isButton }) => isButton)
        .map(({ command, icon }) => (
          <IconButton
            key={command.id}
            icon={icon}
            label={command.label}
            chord={command.chords?.[0]}
            isDisabled={command.isDisabled ?? false}
            onPress={command.run}
          />
        ))}
      <Menu icon="more" label={t('leaves.more')} acts={menu} />
      {numbering !== null && (
        <LeafDialog
          leaves={leaves}
          pages={numbering}
          onNumber={(ids, values) => acts.number(ids, values)}
          onClose={() => setNumbering(null)}
        />
      )}
    </div>
  );
}

function useLeafCommands(
  { leaves, acts, selection, onSelect }: LeafToolsProps,
  onNumber: (pages: readonly CatalogueRecord[]) => void,
): LeafCommand[] {
  const { t } = useTranslation();
  const desk = useDesk();
  const { language } = useLabels();
  const cut = useCutPages();
  const { pages, cells, gaps } = leaves;
  const pictures = usePictureActs(leaves.unit.id);
  const choose = useComing(pages, onSelect);
  const gap = gaps.find(({ id }) => id === selection.current) ?? null;
  const chosen = chosenPages(pages, selection);
  const behind = gap === null ? (chosen.at(-1)?.id ?? pages.at(-1)?.id ?? null) : gap.after;
  const hole = nextHole(cells, selection.current);
  const goTo = (next: Gap) => {
    onSelect({ ids: new Set([next.id]), current: next.id });
    desk.say({ text: gapLabel(next, language, t) });
  };
  return leafCommands({
    t,
    acts,
    cut,
    behind,
    ids: new Set(chosen.map(({ id }) => id)),
    canImport: desk.capabilities.canImport,
    canOrder: pages.length > 1,
    goToHole: hole === null ? null : () => goTo(hole),
    onNumber: () => onNumber(chosen),
    onInsert: () => {
      const leaf = gap === null ? null : firstLeafOf(gap, language);
      pickPicture((file) => void pictures.insert(file, leaf, behind).then(choose));
    },
    onReplace: () => {
      const [only] = chosen;
      if (only !== undefined) pickPicture((file) => void pictures.replace(file, only.id));
    },
  });
}

/** The leaf that a picture put into a hole shows. */
function firstLeafOf({ range }: Gap, language: Language): Leaves {
  const ranges = [{ from: range.from }];
  return { written: printLeafRanges(ranges, language), ranges };
}

/** The pages chosen, in their order; else the one that the keyboard is on. */
function chosenPages(pages: readonly CatalogueRecord[], { ids, current }: Selection): CatalogueRecord[] {
  const chosen = pages.filter(({ id }) => ids.has(id));
  return chosen.length > 0 ? chosen : pages.filter(({ id }) => id === current);
}

/** Chooses a page that was just made as soon as it is there. */
function useComing(
  pages: readonly CatalogueRecord[],
  onSelect: (selection: Selection) => void,
): (id: string | null) => void {
  const coming = useRef<string | null>(null);
  useEffect(() => {
    const id = coming.current;
    if (id === null || !pages.some((page) => page.id === id)) return;
    coming.current = null;
    onSelect({ ids: new Set([id]), current: id });
  });
  return (id) => {
    coming.current = id;
  };
}

/** Asks the browser for one file. */
function pickPicture(onPicked: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = PICTURES;
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) onPicked(file);
  });
  input.click();
}
