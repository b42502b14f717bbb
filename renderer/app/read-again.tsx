/** Reads again what was found only as what may be: the pages that look misread, or, where nobody knows which they are, all of them. */
import { useEffect, useState } from 'react';
import { useRecords } from '../db/hooks.ts';
import { MisreadDialog } from '../features/reading/misread-dialog.tsx';
import { ReadSelectionDialog } from '../features/reading/read-selection-dialog.tsx';
import { useDesk } from '../ui/desk.ts';

/** None: the whole archive. */
type ReadAgainProps = { ids: readonly string[]; onClose: () => void };

export function ReadAgain({ ids, onClose }: ReadAgainProps) {
  const { host } = useDesk();
  const records = useRecords(ids)?.filter((record) => record !== null);
  const [isMisread, setMisread] = useState<boolean>();
  const key = ids.join();
  useEffect(() => {
    if (key === '') return undefined;
    let isStale = false;
    void host.call('text.misread', { of: key.split(',') }).then((answer) => {
      // The dialog itself tells what the trouble is.
      if (!isStale) setMisread(!answer.ok || answer.value.pages > 0);
    });
    return () => {
      isStale = true;
    };
  }, [host, key]);
  if (records === undefined || (key !== '' && isMisread === undefined)) return null;
  // Text that came with a file has no reading that could look misread.
  return key === '' || isMisread === true ? (
    <MisreadDialog records={records} onClose={onClose} />
  ) : (
    <ReadSelectionDialog records={records} onClose={onClose} />
  );
}
