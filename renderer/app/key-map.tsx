/** The map of keys: of every command that has one, and of lists, tree and viewer. */
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { printChord } from '../ui/chords.ts';
import { useCommandList } from '../ui/commands.ts';
import { Dialog, DialogButtons } from '../ui/dialog.tsx';
import styles from './command-palette.module.css';

export function KeyMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommandList().filter(({ chords }) => chords !== undefined && chords.length > 0);
  return (
    <Dialog title={t('palette.keys')} onClose={onClose} wide>
      <dl className={styles['keys']}>
        {commands.map((command) => (
          <Row key={command.id} keys={(command.chords ?? []).map(printChord)} what={command.label} />
        ))}
        {(['list', 'tree', 'panes'] as const).map((name) => (
          <Row key={name} keys={[t(`keys.${name}.keys`)]} what={t(`keys.${name}.what`)} />
        ))}
      </dl>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('trouble.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

function Row({ keys, what }: { keys: readonly string[]; what: string }) {
  return (
    <>
      <dt>
        {keys.map((each) => (
          <kbd key={each}>{each}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </>
  );
}
