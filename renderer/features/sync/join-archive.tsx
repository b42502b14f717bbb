/** At the first start: this empty folder becomes a station of an archive that is at a centre already. */
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { Row } from '../../ui/section.tsx';
import { ConnectForm } from './connect-form.tsx';
import { JoinNow } from './join-now.tsx';
import { Leave } from './leave.tsx';
import { askToSignIn } from './sign-in-asked.ts';
import { SignIn } from './sign-in.tsx';
import styles from './sync.module.css';

type JoinArchiveProps = {
  archive: string;
  /** Back to the other ways to begin. */
  onBack: () => void;
};

export function JoinArchive({ archive, onBack }: JoinArchiveProps) {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const link = status?.link ?? 'none';
  return (
    <div className={styles['joining']} data-link={link}>
      <h1>{t('sync.join.title')}</h1>
      <p className={styles['soft']}>{t('sync.join.about')}</p>
      {link === 'none' && <ConnectForm prefersJoin />}
      {link === 'enrolled' && (
        <>
          <p>{t('sync.begun.enrolled', { centre: status?.centre?.name ?? '' })}</p>
          <Row>
            <Button variant="primary" autoFocus onPress={askToSignIn}>
              {t('sync.signIn.title')}
            </Button>
          </Row>
          <Leave />
        </>
      )}
      {link === 'joining' && (
        <>
          <JoinNow archive={archive} />
          <Leave />
        </>
      )}
      {link === 'linked' && <p>{t('sync.join.linked')}</p>}
      <Row>
        <Button variant={link === 'linked' ? 'primary' : 'quiet'} onPress={onBack}>
          {t(link === 'linked' ? 'start.next' : 'sync.join.back')}
        </Button>
      </Row>
      <SignIn />
    </div>
  );
}
