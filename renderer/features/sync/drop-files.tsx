/** Makes room here: scans that the centre has in a verified backup may go, after a question that counts them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Row } from '../../ui/section.tsx';
import { sizeWords } from './sync-words.ts';
import { useSyncActs } from './use-sync-acts.ts';

type Droppable = Output<'sync.files.droppable'>;

export function DropFiles() {
  const { t, i18n } = useTranslation();
  const { say } = useDesk();
  const { ask } = useSyncActs();
  const [asked, setAsked] = useState<Droppable | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const size = (bytes: number) => sizeWords(bytes, i18n.language, (key, values) => t(key, values ?? {}));
  const count = async () => setAsked(await ask('sync.files.droppable', { record: null }, () => void count()));
  const drop = async () => {
    setIsBusy(true);
    const answer = await ask('sync.files.drop', { record: null }, () => void drop());
    setIsBusy(false);
    setAsked(null);
    if (answer === null) return;
    const { files, refused } = answer;
    say({ text: t('sync.files.dropped', { count: files, size: size(answer.bytes), refused }) });
  };
  const kept = asked?.kept;
  return (
    <>
      <Row>
        <Button onPress={() => void count()}>{t('sync.files.dropAsk')}</Button>
      </Row>
      {asked !== null && (
        <Dialog title={t('sync.files.drop')} onClose={() => setAsked(null)}>
          <p>{t('sync.files.droppable', { count: asked.files, size: size(asked.bytes) })}</p>
          <p>{t('sync.files.dropKept')}</p>
          {kept !== undefined && kept.notVerified + kept.notDurable + kept.chosen > 0 && (
            <p>{t('sync.files.stays', { ...kept })}</p>
          )}
          <DialogButtons>
            <Button onPress={() => setAsked(null)}>{t('act.cancel')}</Button>
            <Button
              variant="danger"
              isPending={isBusy}
              isDisabled={asked.files === 0}
              onPress={() => void drop()}
            >
              {t('sync.files.dropAct')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  );
}
