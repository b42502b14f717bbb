/** The acts on a report: print it, save it for a spreadsheet. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageSchema } from '../../../shared/model/record-types.ts';
import { CommandButton } from '../button.tsx';
import { useCommands, type Command } from '../commands.ts';
import { saveFile } from '../save-file.ts';
import type { Report } from './report.ts';
import { reportCsv } from './report-csv.ts';
import { reportXlsx } from './report-xlsx.ts';

/** Beside them on the same screen stands a `PrintedReport`. */
export function ReportTools({ report }: { report: () => Report }) {
  const { t, i18n } = useTranslation();
  const [isMaking, setIsMaking] = useState(false);

  const saveCsv = () => {
    const made = report();
    const text = reportCsv(made, languageSchema.catch('kk').parse(i18n.language));
    saveFile(new Blob([text], { type: 'text/csv' }), `${made.fileName}.csv`);
  };
  const saveXlsx = () => {
    const made = report();
    setIsMaking(true);
    void reportXlsx(made)
      .then((file) => saveFile(file, `${made.fileName}.xlsx`))
      .finally(() => setIsMaking(false));
  };
  const print: Command = { id: 'report.print', label: t('report.print'), run: () => window.print() };
  const csv: Command = { id: 'report.csv', label: t('report.csv'), run: saveCsv };
  const xlsx: Command = {
    id: 'report.xlsx',
    label: t('report.xlsx'),
    isDisabled: isMaking,
    run: saveXlsx,
  };
  useCommands([print, csv, xlsx]);
  return (
    <>
      <CommandButton command={print} icon="print" />
      <CommandButton command={csv} icon="save" />
      <CommandButton command={xlsx} icon="save" />
    </>
  );
}
