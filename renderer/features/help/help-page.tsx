/** Help: contents at the side, one page of text; everything comes with the program. */
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../shared/model/record-types.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { printRoute } from '../../ui/route.ts';
import styles from './help.module.css';
import { TOPICS, topicOf } from './topics.ts';
import { useHelpText } from './use-help-text.ts';

/** What reads Markdown is as large as a third of the window's program, and most days nobody opens the help. */
const HelpText = lazy(async () => {
  const { HelpText: text } = await import('./help-text.tsx');
  return { default: text };
});

type HelpPageProps = { language: Language; topic: string | null };

export function HelpPage({ language, topic: name }: HelpPageProps) {
  const { t } = useTranslation();
  const topic = topicOf(name);
  const text = useHelpText(language, topic);
  return (
    <section className={styles['help']} aria-label={t('nav.help')}>
      <nav className={styles['contents']} aria-label={t('help.contents')}>
        <h1>{t('nav.help')}</h1>
        <ul>
          {TOPICS.map((each) => (
            <li key={each}>
              <a
                href={printRoute({ screen: 'help', topic: each })}
                {...(each === topic ? { 'aria-current': 'page' as const } : {})}
              >
                {t(`help.topics.${each}`)}
              </a>
            </li>
          ))}
        </ul>
        <p className={styles['hint']}>{t('help.keys')}</p>
      </nav>
      {/* Another topic begins at its top. */}
      <article
        key={topic}
        className={styles['text']}
        tabIndex={0}
        role="region"
        aria-label={t(`help.topics.${topic}`)}
      >
        {text === null && (
          <EmptyState icon="warning" title={t('help.missing')} hint={t('help.missingHint')} />
        )}
        {typeof text === 'string' && (
          <Suspense>
            <HelpText text={text} language={language} />
          </Suspense>
        )}
      </article>
    </section>
  );
}
