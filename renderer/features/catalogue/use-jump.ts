/** Goes to the record of a code that was typed; says which one it was when it is not the one meant. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import type { CatalogueDatabase } from '../../db/database.ts';
import { findNumber } from '../../db/find-number.ts';
import { readAncestors, readInnerPlaces, readRecord } from '../../db/queries.ts';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { goToRecord } from '../../ui/route.ts';
import { useLabels } from '../../ui/use-label.ts';
import { findWanted, readWanted } from './jump.ts';

/** `here`: the record that the window shows. `said` tells how it went; empty before. */
export function useJump(here: string | null): { jump: (text: string) => Promise<boolean>; said: string } {
  const { t } = useTranslation();
  const { copy } = useCatalogue();
  const labels = useLabels();
  const [said, setSaid] = useState('');

  async function jump(text: string): Promise<boolean> {
    const db = copy.get();
    const wanted = readWanted(text);
    if (db === null || wanted === null) {
      setSaid(text.trim() === '' ? '' : t('jump.notACode', { text }));
      return false;
    }
    const found = await findWanted(wanted, await placesAround(db, here), {
      find: (place, number, levels) => findNumber(db, place, number, levels),
      inner: (place) => readInnerPlaces(db, place),
    });
    const record = found === null ? null : await readRecord(db, found.id);
    if (found === null || record === null) {
      setSaid(t('jump.none', { text }));
      return false;
    }
    const chain = [...(await readAncestors(db, record.id)), record];
    const name = fullCodeOf(chain, labels.language) ?? labels.full(record);
    setSaid(t(found.isExact ? 'jump.found' : 'jump.nearest', { text, name }));
    goToRecord(record.id);
    return true;
  }
  return { jump, said };
}

/** What a number alone may be in: the record on the screen, what it stands in, the catalogue. */
async function placesAround(db: CatalogueDatabase, here: string | null): Promise<string[]> {
  if (here === null) return ['top'];
  const above = await readAncestors(db, here);
  return [here, ...above.map((record) => record.id).reverse(), 'top'];
}
