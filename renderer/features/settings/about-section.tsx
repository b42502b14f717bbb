/** What the program is, and whose work is in it. */
import { useTranslation } from 'react-i18next';
import type { Output } from '../../../shared/rpc/contract.ts';
import { Facts, Section } from '../../ui/section.tsx';
import licences from './licences.json' with { type: 'json' };
import styles from './settings.module.css';

export function AboutSection({ info }: { info: Output<'app.info'> }) {
  const { t } = useTranslation();
  const others = t('settings.thirdParties', { count: licences.length });
  return (
    <Section id="about" title={t('settings.section.about')}>
      <Facts
        facts={[
          [t('settings.version'), info.version],
          [t('settings.licence'), t('settings.licenceText')],
          [t('settings.archive'), info.archive],
        ]}
      />
      <details>
        <summary>{others}</summary>
        {/* Scrolls by keyboard. */}
        <div className={styles['licences']} tabIndex={0} role="region" aria-label={others}>
          <ul>
            {licences.map(({ name, version, licence }) => (
              <li key={`${name} ${version}`}>
                <span>{name}</span>
                <span className={styles['soft']}>{version}</span>
                <span className={styles['soft']}>{licence}</span>
              </li>
            ))}
          </ul>
        </div>
      </details>
    </Section>
  );
}
