/** On the settings page: the way to the templates, which the palette knows too. */
import { useTranslation } from 'react-i18next';
import { printRoute } from '../../ui/route.ts';
import { Section } from '../../ui/section.tsx';

export function TemplatesLink() {
  const { t } = useTranslation();
  return (
    <Section id="templates" title={t('settings.section.templates')}>
      <p>
        <a href={printRoute({ screen: 'templates' })}>{t('template.open')}</a>
      </p>
    </Section>
  );
}
