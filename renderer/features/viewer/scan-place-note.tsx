/** Says where the scan of a page is that is not on this machine, and brings it. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { troubleKey } from '../../ui/trouble-key.ts';
import type { ScanPlace } from './scan-place.ts';
import type { ScanPlaces } from './use-scan-place.ts';
import styles from './viewer.module.css';

type ScanPlaceNoteProps = Omit<ScanPlaces, 'place' | 'moves'> & {
  place: ScanPlace;
  /** Nothing of the page could be shown; else a smaller copy of it is seen. */
  isBlank: boolean;
};

export function ScanPlaceNote({ place, isBlank, fetch, stop }: ScanPlaceNoteProps) {
  const { t, i18n } = useTranslation();
  const { capabilities } = useDesk();
  const { at, station, isAsked, trouble } = place;
  const command: Command | null = isAsked
    ? { id: 'viewer.stopFetching', label: t('viewer.place.stop'), run: stop }
    : place.away.length > 0
      ? { id: 'viewer.fetch', label: t('viewer.place.fetch'), run: fetch }
      : null;
  const commands = capabilities.canWrite && command !== null ? [command] : [];
  useCommands(commands);
  const where = at === 'station' && station === null ? 'nowhere' : at;
  return (
    <div className={styles['place']} data-place={at} data-blank={isBlank} data-asked={isAsked}>
      <p role="status">
        {t(`viewer.place.${where}`, { station })} {!isBlank && !isAsked && t('viewer.place.copy')}
      </p>
      {trouble !== null && <p>{t(`${troubleKey(trouble, (key) => i18n.exists(key))}.what`)}</p>}
      {isAsked && <Coming share={place.share} />}
      {commands.map(({ id, label, run }) => (
        <Button key={id} variant={isAsked ? 'plain' : 'primary'} onPress={run}>
          {label}
        </Button>
      ))}
    </div>
  );
}

function Coming({ share }: { share: number | null }) {
  const { t } = useTranslation();
  const percent = share === null ? null : Math.floor(share * 100);
  const value = percent === null ? {} : { value: percent, max: 100 };
  return (
    <p>
      {percent === null ? t('viewer.place.waiting') : t('viewer.place.coming', { percent })}
      <progress aria-label={t('viewer.place.progress')} {...value} />
    </p>
  );
}
