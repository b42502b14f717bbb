/** Pictures that a person takes in by hand: as a new page of a unit's leaves, or in the place of another page's picture. */
import { useTranslation } from 'react-i18next';
import { boundTo, type Bound } from '../../../shared/binding/bound.ts';
import type { Leaves } from '../../../shared/model/leaves.ts';
import { useDesk } from '../../ui/desk.ts';
import { sendPicture } from './send-picture.ts';

export type PictureActs = {
  /** Behind a page, null: before all. Answers the new page's id, null when the file was not taken. */
  insert(file: File, leaf: Leaves | null, after: string | null): Promise<string | null>;
  replace(file: File, page: string): Promise<string | null>;
};

export function usePictureActs(unit: string): PictureActs {
  const { t } = useTranslation();
  const desk = useDesk();

  async function take(file: File, bound: Bound, said: string): Promise<string | null> {
    desk.say({ text: t('leaves.taking', { name: file.name }) });
    const taken = await sendPicture(desk.host, file, bound);
    if (!taken.ok) {
      desk.reportError(taken);
      return null;
    }
    if ('refused' in taken.value) {
      desk.say({ text: `${file.name}: ${t(`refusal.${taken.value.refused}`)}` });
      return null;
    }
    const { isKnown, page } = taken.value;
    desk.say(isKnown ? { text: t('leaves.known') } : { text: t(said), undo: true });
    return page;
  }

  return {
    insert: (file, leaf, after) =>
      take(file, boundTo(unit, [leaf], { place: { after }, same: 'page', byHand: true }), 'leaves.inserted'),
    replace: (file, page) => take(file, boundTo(unit, [], { there: page, byHand: true }), 'leaves.replaced'),
  };
}
