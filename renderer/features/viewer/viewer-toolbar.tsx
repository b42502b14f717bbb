/** Buttons of the viewer; each has its key, and all of its commands stand in the palette. */
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import type { IconName } from '../../ui/icons.tsx';
import { AdjustPopover } from './adjust-popover.tsx';
import type { Adjustments } from './adjustments.ts';
import { PageNumber } from './page-number.tsx';
import type { PairMode } from './spreads.ts';
import { STAGE_CHORDS, type StageCommand } from './stage-keys.ts';
import styles from './viewer.module.css';

type ViewerToolbarProps = {
  /** The first page shown, from 0. */
  index: number;
  /** The pages, each by the titles that it has. */
  pages: readonly { readonly titles: readonly string[] }[];
  mode: PairMode;
  adjustments: Adjustments;
  isFull: boolean;
  isFirst: boolean;
  isLast: boolean;
  /** Regions can be drawn, or there are some to go to. */
  mayDraw: boolean;
  hasRegions: boolean;
  isSelecting: boolean;
  onCommand: (command: StageCommand) => void;
  onDraw: () => void;
  onAdjust: (next: Adjustments) => void;
  onGoTo: (index: number) => void;
  onEntered: () => void;
};

const NAMES = Object.keys(STAGE_CHORDS) as StageCommand[];

export function ViewerToolbar(props: ViewerToolbarProps) {
  const { mode, isFull, mayDraw, hasRegions, onCommand } = props;
  const { t } = useTranslation();
  const isOff: Partial<Record<StageCommand, boolean>> = {
    previous: props.isFirst,
    next: props.isLast,
    coverAlone: !mode.isDouble,
    nextRegion: !hasRegions,
    previousRegion: !hasRegions,
  };
  const commands = NAMES.filter((name) => mayDraw || name !== 'drawRegion').map((name) => ({
    id: `viewer.${name}`,
    label: t(`viewer.${name}`),
    chords: [...STAGE_CHORDS[name]],
    // The stage takes its keys itself while it has the focus.
    isLocal: true,
    isDisabled: isOff[name] === true,
    run: () => onCommand(name),
  }));
  useCommands(commands);
  const tool = (name: StageCommand & IconName, isPressed?: boolean, onPress = () => onCommand(name)) => (
    <IconButton
      icon={name}
      label={t(`viewer.${name}`)}
      chord={STAGE_CHORDS[name][0]}
      isDisabled={isOff[name] === true}
      onPress={onPress}
      {...(isPressed === undefined ? {} : { isPressed })}
    />
  );
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label={t('viewer.tools')}>
      {tool('previous')}
      <PageNumber
        key={props.index}
        index={props.index}
        pages={props.pages}
        onGoTo={props.onGoTo}
        onEntered={props.onEntered}
      />
      {tool('next')}
      <span className={styles['divider']} />
      {tool('zoomOut')}
      {tool('zoomIn')}
      {tool('fit')}
      {tool('fitWidth')}
      {tool('actualSize')}
      <span className={styles['divider']} />
      {tool('rotateLeft')}
      {tool('rotateRight')}
      {tool('double', mode.isDouble)}
      {mode.isDouble && tool('coverAlone', mode.isCoverAlone)}
      <AdjustPopover adjustments={props.adjustments} onChange={props.onAdjust} />
      <span className={styles['divider']} />
      {mayDraw && tool('drawRegion', undefined, props.onDraw)}
      {tool('selectText', props.isSelecting)}
      {tool('fullScreen', isFull)}
    </div>
  );
}
