/** The exchange with the centre, on the settings page: how it stands, who works here, how the line is used, and how to begin or end it. */
import { useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncStatus, type SyncStatus } from '../../db/sync-status.ts';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../../ui/desk.ts';
import { Hint, Row, Section } from '../../ui/section.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { ConnectForm } from './connect-form.tsx';
import { DiskPart } from './disk-part.tsx';
import { FilesPart } from './files-part.tsx';
import { JoinNow } from './join-now.tsx';
import { Leave } from './leave.tsx';
import { LinePart } from './line-part.tsx';
import { PeoplePart } from './people-part.tsx';
import { askToSignIn } from './sign-in-asked.ts';
import { SyncState } from './sync-state.tsx';
import styles from './sync.module.css';

type SyncSectionProps = { archive: string };

export function SyncSection({ archive }: SyncSectionProps) {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const place = useRef<HTMLDivElement>(null);
  useKeptFocus(place, 'control');
  return (
    <Section id="sync" title={t('settings.section.sync')} hint={t('sync.hint')}>
      {/* Each step takes the one before off the screen, and its buttons with it. */}
      <div ref={place} className={styles['parts']}>
        {status !== null && <Parts status={status} archive={archive} />}
      </div>
    </Section>
  );
}

function Parts({ status, archive }: { status: SyncStatus; archive: string }) {
  const { capabilities } = useDesk();
  const { link } = status;
  if (!capabilities.canWrite) return link === 'none' ? null : <SyncState status={status} />;
  if (link === 'none') return <ConnectForm />;
  if (link === 'linked') return <Linked status={status} />;
  return <Begun status={status}>{link === 'joining' && <JoinNow archive={archive} />}</Begun>;
}

/** Connected, and not at work yet. */
function Begun({ status, children }: { status: SyncStatus; children: ReactNode }) {
  const { t } = useTranslation();
  const centre = status.centre?.name ?? '';
  return (
    <>
      <p>{t(`sync.begun.${status.link}`, { centre })}</p>
      {status.link === 'enrolled' && (
        <Row>
          <Button variant="primary" onPress={askToSignIn}>
            {t('sync.signIn.title')}
          </Button>
        </Row>
      )}
      {children}
      <Leave />
    </>
  );
}

function Linked({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  return (
    <>
      <SyncState status={status} />
      <h3>{t('sync.people.title')}</h3>
      <PeoplePart person={status.person} />
      <h3>{t('sync.line.title')}</h3>
      <LinePart />
      <h3>{t('sync.files.title')}</h3>
      <FilesPart />
      <h3>{t('sync.disk.title')}</h3>
      <DiskPart />
      <h3>{t('sync.leave.title')}</h3>
      <Hint>{t('sync.leave.hint')}</Hint>
      <Leave />
    </>
  );
}
