/** Forgets the centre, after a question that tells what stays. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Dialog, DialogButtons } from '../../ui/dialog.tsx';
import { Row } from '../../ui/section.tsx';

export function Leave() {
  const { t } = useTranslation();
  const { host, reportError, say } = useDesk();
  /** How many changes are not at the centre; null: it was not asked yet. */
  const [asked, setAsked] = useState<{ unsent: number | null } | null>(null);
  const leave = async (anyway: boolean) => {
    const answer = await host.call('sync.leave', { anyway });
    if (answer.ok) {
      setAsked(null);
      return say({ text: t('sync.said.left') });
    }
    if (answer.code === 'UNSENT_WORK') {
      const ops = answer.details?.['ops'];
      return setAsked({ unsent: typeof ops === 'number' ? ops : 0 });
    }
    setAsked(null);
    reportError({ code: answer.code, details: answer.details });
  };
  return (
    <>
      <Row>
        <Button onPress={() => setAsked({ unsent: null })}>{t('sync.leave.act')}</Button>
      </Row>
      {asked !== null && (
        <Dialog title={t('sync.leave.title')} onClose={() => setAsked(null)}>
          <p>{t('sync.leave.kept')}</p>
          {asked.unsent !== null && <p role="alert">{t('sync.leave.unsent', { count: asked.unsent })}</p>}
          <DialogButtons>
            <Button onPress={() => setAsked(null)}>{t('act.cancel')}</Button>
            <Button variant="danger" onPress={() => void leave(asked.unsent !== null)}>
              {t(asked.unsent === null ? 'sync.leave.act' : 'sync.leave.anyway')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
    </>
  );
}
