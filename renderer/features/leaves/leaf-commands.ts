/** The commands of a unit's leaves, whether given by a key, a button or the palette. */
import type { TFunction } from 'i18next';
import { EDIT_CHORDS } from '../../ui/chords.ts';
import type { Command } from '../../ui/commands.ts';
import type { IconName } from '../../ui/icons.tsx';
import type { CutPages } from './cut-pages.ts';
import { forgetCutPages } from './cut-pages.ts';
import type { LeafActs } from './use-leaf-acts.ts';

/** A command with its sign; those of `isButton` stand in sight, the others in a menu. */
export type LeafCommand = { readonly command: Command; readonly icon: IconName; readonly isButton: boolean };

type LeafContext = {
  readonly t: TFunction;
  readonly acts: LeafActs;
  /** The pages that acts work on. */
  readonly ids: ReadonlySet<string>;
  /** Behind which page something is put; null: before all. */
  readonly behind: string | null;
  readonly cut: CutPages;
  readonly canImport: boolean;
  readonly canOrder: boolean;
  /** Null: there is no hole. */
  readonly goToHole: (() => void) | null;
  readonly onNumber: () => void;
  readonly onInsert: () => void;
  readonly onReplace: () => void;
};

export function leafCommands(context: LeafContext): LeafCommand[] {
  return [...inSight(context), ...ofPictures(context), ...ofPlaces(context)];
}

function inSight({ t, acts, ids, canImport, ...context }: LeafContext): LeafCommand[] {
  const isDisabled = ids.size === 0;
  return [
    button('next', {
      id: 'leaves.nextHole',
      label: t('leaves.nextHole'),
      chords: ['Alt+KeyH'],
      isDisabled: context.goToHole === null,
      run: () => context.goToHole?.(),
    }),
    button('rotateLeft', {
      id: 'leaves.turnLeft',
      label: t('leaves.turnLeft'),
      chords: ['Alt+Shift+KeyR'],
      isDisabled,
      run: () => void acts.turn(ids, 270),
    }),
    button('rotateRight', {
      id: 'leaves.turnRight',
      label: t('leaves.turnRight'),
      chords: ['Alt+KeyR'],
      isDisabled,
      run: () => void acts.turn(ids, 90),
    }),
    button('edit', {
      id: 'leaves.number',
      label: t('leaves.number'),
      chords: ['Alt+KeyL'],
      isDisabled,
      run: context.onNumber,
    }),
    button('plus', {
      id: 'leaves.insert',
      label: t('leaves.insert'),
      chords: ['Alt+KeyP'],
      isDisabled: !canImport,
      run: context.onInsert,
    }),
  ];
}

function ofPictures({ t, acts, ids, canImport, onReplace }: LeafContext): LeafCommand[] {
  const isDisabled = ids.size === 0;
  return [
    inMenu('imports', {
      id: 'leaves.replace',
      label: t('leaves.replace'),
      isDisabled: ids.size !== 1 || !canImport,
      run: onReplace,
    }),
    inMenu('rotateRight', {
      id: 'leaves.turnOver',
      label: t('leaves.turnOver'),
      isDisabled,
      run: () => void acts.turn(ids, 180),
    }),
    inMenu('bin', {
      id: 'leaves.bin',
      label: t('leaves.bin'),
      chords: ['Delete'],
      isDisabled,
      run: () => void acts.bin(ids),
    }),
  ];
}

function ofPlaces({ t, acts, ids, cut, behind, canOrder }: LeafContext): LeafCommand[] {
  const isDisabled = ids.size === 0;
  const isNothingCut = cut.ids.size === 0;
  return [
    inMenu('up', { id: 'leaves.up', label: t('leaves.up'), isDisabled, run: () => void acts.shift(ids, -1) }),
    inMenu('down', {
      id: 'leaves.down',
      label: t('leaves.down'),
      isDisabled,
      run: () => void acts.shift(ids, 1),
    }),
    inMenu('move', {
      id: 'leaves.cut',
      label: t('leaves.cut'),
      chords: [EDIT_CHORDS.cut],
      isFieldsOwn: true,
      isDisabled,
      run: () => acts.cut(ids),
    }),
    inMenu('restore', {
      id: 'leaves.paste',
      label: t('leaves.paste', { count: cut.ids.size }),
      chords: [EDIT_CHORDS.paste],
      isFieldsOwn: true,
      isDisabled: isNothingCut,
      run: () => void acts.paste(cut, behind),
    }),
    inMenu('close', {
      id: 'leaves.forgetCut',
      label: t('act.forgetCut'),
      isDisabled: isNothingCut,
      run: forgetCutPages,
    }),
    inMenu('check', {
      id: 'leaves.inOrder',
      label: t('leaves.putInOrder'),
      isDisabled: !canOrder,
      run: () => void acts.putInOrder(),
    }),
  ];
}

function button(icon: IconName, command: Command): LeafCommand {
  return { icon, command, isButton: true };
}

function inMenu(icon: IconName, command: Command): LeafCommand {
  return { icon, command, isButton: false };
}
