/** What waits for a decision, in the status bar: silent when nothing does. */
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { printRoute } from '../../ui/route.ts';
import sign from '../../ui/status-sign.module.css';
import { useInboxCount } from './use-inbox-count.ts';

export function InboxSign() {
  const { t } = useTranslation();
  const { reviews, held } = useInboxCount();
  if (reviews + held === 0) return null;
  const part = reviews > 0 ? 'conflicts' : 'held';
  return (
    <a
      className={sign['sign']}
      data-tone="warn"
      href={printRoute({ screen: 'inbox', part, id: null })}
      data-inbox={reviews + held}
    >
      <Icon name="merge" />
      {t('inbox.sign', { count: reviews + held })}
    </a>
  );
}
