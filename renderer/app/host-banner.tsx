/** Across the top while the host is away, and once for what it found at its start. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../../shared/rpc/contract.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { troubleKey } from '../ui/trouble-key.ts';
import styles from './app.module.css';
import type { HostState } from './host.ts';

type HostBannerProps = { state: HostState; notices: Output<'app.info'>['notices'] };

export function HostBanner({ state, notices }: HostBannerProps) {
  const { t, i18n } = useTranslation();
  const [closed, setClosed] = useState(false);
  if (state === 'gone') {
    return (
      <div className={styles['banner']} role="alert" data-code="HOST_GONE">
        <Icon name="warning" />
        <p>{[t('error.HOST_GONE.what'), t('error.HOST_GONE.kept'), t('error.HOST_GONE.do')].join(' ')}</p>
      </div>
    );
  }
  if (notices.length === 0 || closed) return null;
  return (
    <div className={styles['banner']} role="status" data-code={notices[0]?.code}>
      <Icon name="info" />
      <div>
        {notices.map((notice) => {
          const key = troubleKey(notice.code, (each) => i18n.exists(each));
          return (
            <p key={notice.code}>
              {[t(`${key}.what`, notice.details), t(`${key}.kept`), t(`${key}.do`)].join(' ')}
            </p>
          );
        })}
      </div>
      <IconButton icon="close" label={t('trouble.close')} onPress={() => setClosed(true)} />
    </div>
  );
}
