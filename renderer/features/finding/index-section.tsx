/** The search index on the settings page: how large it is, whether it is true to the catalogue, and a check by button. */
import { useTranslation } from 'react-i18next';
import { useSearchCheck, useSearchStatus } from '../../search/use-search.tsx';
import { Button } from '../../ui/button.tsx';
import { Row, Section } from '../../ui/section.tsx';
import { whenOf } from '../../ui/when.ts';

export function IndexSection() {
  const { t, i18n } = useTranslation();
  const status = useSearchStatus();
  const { check, verify } = useSearchCheck();
  return (
    <Section id="search" title={t('searchIndex.title')} hint={t('searchIndex.hint')}>
      <Row>
        <Button isDisabled={status.state !== 'ready' || check.state === 'running'} onPress={verify}>
          {t('searchIndex.verify')}
        </Button>
        {check.state === 'running' && (
          <progress
            aria-label={t('searchIndex.progress')}
            value={check.done}
            max={Math.max(1, check.total)}
          />
        )}
      </Row>
      <p
        role="status"
        data-check={check.state}
        data-untrue={check.state === 'done' ? check.untrue : undefined}
      >
        {check.state === 'running' && t('searchIndex.running', { done: check.done, total: check.total })}
        {check.state === 'done' &&
          t(`searchIndex.${check.untrue === 0 ? 'true' : check.isHealed ? 'healed' : 'untrue'}`, {
            when: whenOf(new Date(check.at).toISOString(), i18n.language),
            checked: check.checked,
            untrue: check.untrue,
          })}
        {check.state === 'none' &&
          status.state === 'ready' &&
          t('searchIndex.entries', { count: status.entries })}
      </p>
    </Section>
  );
}
