/** Quiet words on the stage: what cannot be shown, what is being made, what the keys do while a box is drawn. */
import { useTranslation } from 'react-i18next';
import type { BoxToolState } from './box-tool.ts';
import styles from './viewer.module.css';

type StageNotesProps = {
  failed: 'none' | 'some' | 'all';
  isMaking: boolean;
  isReduced: boolean;
  tool: BoxToolState;
};

export function StageNotes({ failed, isMaking, isReduced, tool }: StageNotesProps) {
  const { t } = useTranslation();
  const { mode, draft } = tool;
  return (
    <>
      {failed !== 'none' && (
        <p className={styles['failed']} data-failed={failed} role="status">
          {t(failed === 'all' ? 'viewer.noPicture' : 'viewer.noPictureOfOne')}
        </p>
      )}
      <div className={styles['notes']} role="status">
        {isMaking && <p data-note="making">{t('viewer.sharpening')}</p>}
        {isReduced && <p data-note="reduced">{t('viewer.reduced')}</p>}
        {mode === 'draw' && draft === null && <p>{t('viewer.drawHint')}</p>}
        {draft !== null && (
          <p data-note="box">
            {t('viewer.boxHint', {
              width: Math.round(draft.box.w),
              height: Math.round(draft.box.h),
              x: Math.round(draft.box.x),
              y: Math.round(draft.box.y),
            })}
          </p>
        )}
      </div>
    </>
  );
}
