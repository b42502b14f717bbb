/** The desk while scanning: the newest page large, the leaf that comes next, the keys, what needs a look. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CapturedScan, CaptureStatus } from '../../../shared/rpc/contract-capture.ts';
import { useRecord } from '../../db/hooks.ts';
import { useAttention } from '../../ui/attention.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { goTo, printRoute } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import styles from './capture.module.css';
import { CaptureKeys } from './capture-keys.tsx';
import { CaptureNotes } from './capture-notes.tsx';
import { CaptureThumbs } from './capture-thumbs.tsx';
import { CaptureWay } from './capture-way.tsx';
import { leafLabel, nextLabel, scanToRedo } from './capture-words.ts';
import type { Capture } from './use-capture.ts';

type CaptureDeskProps = { status: CaptureStatus; capture: Capture };

export function CaptureDesk({ status, capture }: CaptureDeskProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = scanToRedo(status.scans, chosen);
  const digest = shown?.image?.sha256;
  useAttention(digest === undefined ? [status.unit] : [digest, status.unit]);
  return (
    <div className={styles['desk']}>
      <Newest scan={shown} />
      <div className={styles['side']}>
        <Head status={status} capture={capture} />
        <Standing status={status} onGoOn={() => capture.act({ kind: 'goOn' })} />
        <Next status={status} />
        <CaptureKeys status={status} redo={shown} onAct={capture.act} onDone={() => setChosen(null)} />
        <Sums status={status} />
        <CaptureNotes status={status} onAct={capture.act} />
        <CaptureThumbs scans={status.scans} chosen={shown?.no ?? null} onChoose={setChosen} />
        <CaptureWay status={status} onAct={capture.act} />
      </div>
    </div>
  );
}

function Head({ status, capture }: CaptureDeskProps) {
  const { t } = useTranslation();
  const { full } = useLabels();
  const unit = useRecord(status.unit);
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h1>
          <a href={printRoute({ screen: 'record', id: status.unit, page: null })}>{unit ? full(unit) : ''}</a>
        </h1>
        <End capture={capture} />
      </div>
      <p className={styles['folder']}>{t('capture.from', { folder: status.settings.folder })}</p>
    </header>
  );
}

/** Why nothing comes in, said at once. */
function Standing({ status, onGoOn }: { status: CaptureStatus; onGoOn: () => void }) {
  const { t, i18n } = useTranslation();
  const { state, code } = status;
  const reasonOf = (why: string) => {
    // What is said elsewhere is about an import that was not begun.
    if (why === 'DISK_LOW') return t('capture.noRoom');
    return i18n.exists(`error.${why}.what`) ? t(`error.${why}.what`) : '';
  };
  const reason = code === null ? '' : reasonOf(code);
  return (
    <div role="alert" data-capture={state}>
      {state !== 'going' && (
        <p className={styles['standing']}>
          <Icon name="warning" />
          <span>{state === 'stopped' ? t('capture.stopped', { reason }) : t(`capture.states.${state}`)}</span>
          {state !== 'away' && <Button onPress={onGoOn}>{t('capture.goOn')}</Button>}
        </p>
      )}
    </div>
  );
}

/** Heard by a screen reader with every picture. */
function Next({ status }: { status: CaptureStatus }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const { kind, hasPicture } = status.next;
  return (
    <div className={styles['next']} role="status" data-next={status.next.leaf?.written ?? kind}>
      <p className={styles['nextWord']}>{t(`capture.next.${kind}`)}</p>
      <p className={styles['nextLeaf']}>{nextLabel(status, language, t)}</p>
      {kind !== 'redo' && hasPicture && <p className={styles['warn']}>{t('capture.hasPicture')}</p>}
    </div>
  );
}

function Sums({ status }: { status: CaptureStatus }) {
  const { t } = useTranslation();
  const { counts, found, expected, waiting } = status;
  return (
    <p className={styles['sums']} data-stored={counts.stored} data-found={found}>
      <span>
        {expected === null ? t('capture.found', { count: found }) : t('capture.foundOf', { found, expected })}
      </span>
      <span>{t('capture.stored', { count: counts.stored })}</span>
      {waiting > 0 && <span>{t('capture.waiting', { count: waiting })}</span>}
    </p>
  );
}

function Newest({ scan }: { scan: CapturedScan | null }) {
  const { t } = useTranslation();
  const { language } = useLabels();
  const image = scan?.image ?? null;
  if (scan === null || image === null) {
    return <div className={styles['newest']}>{t('capture.noneYet')}</div>;
  }
  const name = leafLabel(scan.leaf, language, t);
  return (
    <figure className={styles['newest']} data-newest={scan.leaf?.written ?? ''}>
      <img
        key={image.sha256}
        src={`/picture/${image.sha256}/${image.index}/reading`}
        alt={t('capture.picture', { leaf: name, name: scan.name })}
        draggable={false}
      />
      <figcaption>
        {name}
        <span className={styles['name']}>{scan.name}</span>
      </figcaption>
    </figure>
  );
}

function End({ capture }: { capture: Capture }) {
  const { t } = useTranslation();
  const [isBusy, setIsBusy] = useState(false);
  const end = async () => {
    setIsBusy(true);
    const id = await capture.end();
    setIsBusy(false);
    if (id !== null) goTo({ screen: 'import', id });
  };
  return (
    <Button isDisabled={isBusy} onPress={() => void end()}>
      {t('capture.end')}
    </Button>
  );
}
