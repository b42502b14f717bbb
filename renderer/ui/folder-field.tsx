/** A folder of the host's machine: written, or chosen by the system's own dialog where the host has one. */
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useDesk } from './desk.ts';
import styles from './folder-field.module.css';
import { TextField } from './text-field.tsx';

type FolderFieldProps = {
  label: string;
  hint?: string;
  value: string;
  onChange: (folder: string) => void;
};

export function FolderField({ label, hint, value, onChange }: FolderFieldProps) {
  const { t } = useTranslation();
  const { host, capabilities, reportError } = useDesk();
  const pick = async () => {
    let answer = await host.call('place.pick', {});
    // The dialog may stay open longer than a call may take; asked again, the host answers by the same dialog.
    while (!answer.ok && answer.code === 'DEADLINE') answer = await host.call('place.pick', {});
    if (!answer.ok) reportError({ code: answer.code, details: answer.details });
    else if (answer.value.folder !== null) onChange(answer.value.folder);
  };
  return (
    <div className={styles['folder']}>
      <TextField label={label} hint={hint} value={value} onChange={onChange} />
      {capabilities.canPickFolder && <Button onPress={() => void pick()}>{t('settings.pick')}</Button>}
    </div>
  );
}
