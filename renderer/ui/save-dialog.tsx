/** A dialog with fields that are saved by Enter or its main button. */
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Dialog, DialogButtons } from './dialog.tsx';
import styles from './save-dialog.module.css';

type SaveDialogProps = {
  title: string;
  children: ReactNode;
  onSave: () => void;
  onClose: () => void;
  wide?: boolean;
  /** What stands there cannot be saved. */
  isDisabled?: boolean;
};

export function SaveDialog({ title, children, onSave, onClose, wide, isDisabled = false }: SaveDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose} wide={wide ?? false}>
      <form
        className={styles['form']}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!isDisabled) onSave();
        }}
      >
        {children}
        <DialogButtons>
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" variant="primary" isDisabled={isDisabled}>
            {t('start.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
