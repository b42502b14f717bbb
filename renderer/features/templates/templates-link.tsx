/** On the settings page: the way to the templates. */
import { useTranslation } from 'react-i18next';
import { printRoute } from '../../ui/route.ts';

export function TemplatesLink() {
  const { t } = useTranslation();
  return (
    <>
      <h2>{t('nav.templates')}</h2>
      <p>
        <a href={printRoute({ screen: 'templates' })}>{t('template.open')}</a>
      </p>
    </>
  );
}
