/** The leaves of a unit above its list: the sum, the acts, and the switch between its documents and its leaves. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.ts';
import { Icon } from '../../ui/icons.tsx';
import type { Selection } from '../../ui/selection.ts';
import { LeafSum } from './leaf-sum.tsx';
import { LeafTools } from './leaf-tools.tsx';
import styles from './leaves.module.css';
import type { LeafActs } from './use-leaf-acts.ts';
import type { UnitLeaves } from './use-unit-leaves.ts';

type LeavesSectionProps = {
  leaves: UnitLeaves;
  acts: LeafActs;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** False: only the command to show them is there. */
  isShown: boolean;
  /** Whether the leaves are shown now, and not the list; null: there is nothing to switch. */
  isOpen: boolean | null;
  onOpen: (isOpen: boolean) => void;
};

export function LeavesSection(props: LeavesSectionProps) {
  const { leaves, acts, selection, onSelect, isShown, isOpen, onOpen } = props;
  const { t } = useTranslation();
  const turn = {
    id: 'leaves.show',
    label: t(isOpen === true ? 'leaves.showRecords' : 'leaves.showLeaves'),
    run: () => onOpen(isOpen !== true),
  };
  useCommands(isOpen === null ? [] : [turn]);
  if (!isShown) return null;
  return (
    <section className={styles['section']} aria-label={t('leaves.heading')} data-leaves-section="">
      <div className={styles['head']}>
        <h2>
          <Icon name="page" />
          {t('leaves.heading')}
        </h2>
        {isOpen !== false && (
          <LeafTools leaves={leaves} acts={acts} selection={selection} onSelect={onSelect} />
        )}
        {isOpen !== null && <Button onPress={turn.run}>{turn.label}</Button>}
      </div>
      <LeafSum leaves={leaves} />
    </section>
  );
}
