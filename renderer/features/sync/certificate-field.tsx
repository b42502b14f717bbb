/** A certificate of one's own organisation: pasted, or read from a file; folded away where it is not needed. */
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/text-field.tsx';
import styles from './sync.module.css';

/** No certificate is longer; a larger file is something else. */
const MOST_BYTES = 200_000;

type CertificateFieldProps = { value: string; onChange: (pem: string) => void };

export function CertificateField({ value, onChange }: CertificateFieldProps) {
  const { t } = useTranslation();
  const read = async (file: File | undefined) => {
    if (file !== undefined && file.size <= MOST_BYTES) onChange(await file.text());
  };
  return (
    <details className={styles['more']}>
      <summary>{t('sync.certificate.title')}</summary>
      <p className={styles['soft']}>{t('sync.certificate.hint')}</p>
      <TextField label={t('sync.certificate.text')} value={value} onChange={onChange} multiline />
      <label className={styles['file']}>
        {t('sync.certificate.file')}
        <input type="file" accept=".pem,.crt,.cer" onChange={(event) => void read(event.target.files?.[0])} />
      </label>
    </details>
  );
}
