/** What stands where there is nothing yet: what this place is for and what to do. */
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconName } from './icons.tsx';

type EmptyStateProps = { icon: IconName; title: string; hint?: string; children?: ReactNode };

export function EmptyState({ icon, title, hint, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <Icon name={icon} size={32} />
      <p className={styles['title']}>{title}</p>
      {hint !== undefined && <p className={styles['hint']}>{hint}</p>}
      {children !== undefined && <div className={styles['acts']}>{children}</div>}
    </div>
  );
}
