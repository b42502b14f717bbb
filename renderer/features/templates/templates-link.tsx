/** On the settings page: the way to the templates, which the palette knows too. */
import { useTranslation } from 'react-i18next';
import { printRoute } from '../../ui/route.ts';

export function TemplatesLink() {
  const { t } = useTranslation();
  return (
    <p>
      <a href={printRoute({ screen: 'templates' })}>{t('template.open')}</a>
    </p>
  );
}
