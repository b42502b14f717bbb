/** Regions as they are read from records, and the edits that draw, move, word and delete them. Pure. */
import { boxOf, regionTextOf } from '../../../shared/model/region.ts';
import { regionBody, regionTarget, type Box } from '../../../shared/model/region-parts.ts';
import { imageOf, parentOf, regionBodyOf, regionTargetOf } from '../../../shared/model/record-values.ts';
import type { Edit } from '../../../shared/sync/change.ts';
import { newRecord, setFields } from '../../../shared/sync/edits.ts';
import type { RecordView } from '../../../shared/sync/view.ts';
import { plainJson } from '../../ui/plain-json.ts';

export type Region<T extends RecordView = RecordView> = {
  readonly id: string;
  /** The id of the page. */
  readonly page: string;
  readonly box: Box;
  readonly text: string;
  readonly record: T;
};

/** Those records that are regions with a readable place, in the order of the eye: from the top, then from the left. */
export function regionsOf<T extends RecordView>(records: readonly T[]): Region<T>[] {
  return records
    .flatMap((record) => {
      const box = boxOf(record.values);
      const page = parentOf(record.values);
      if (record.t !== 'region' || record.deleted || box === null || page === null) return [];
      return [{ id: record.id, page, box, text: regionTextOf(record.values), record }];
    })
    .sort((one, other) => one.box.y - other.box.y || one.box.x - other.box.x);
}

/** A new region; its page is marked, so that it comes into every window's copy. */
export function drawEdits(id: string, page: RecordView, box: Box): Edit[] {
  const target = regionTarget(page.id, box, imageOf(page.values));
  const made = newRecord(id, 'region', { parent: page.id, target: plainJson(target) });
  return page.values['regions'] === true ? [made] : [made, setFields(page, { regions: true })];
}

/** `page`: as it is now; whoever moves a box sees the picture that the page shows. */
export function moveEdit(region: RecordView, page: RecordView, box: Box): Edit {
  return setFields(region, { target: plainJson(regionTarget(page.id, box, imageOf(page.values))) });
}

/** Whether another picture took the place of the one that the box was drawn on. */
export function isOnEarlierPicture(region: RecordView, page: RecordView): boolean {
  const drawn = regionTargetOf(region.values)?.state;
  const shown = imageOf(page.values);
  if (drawn === undefined || shown === null) return false;
  return drawn.sha256 !== shown.sha256 || drawn.index !== shown.index;
}

/** The empty text takes the words away; what they are for (a note, a transcript) stays as it was. */
export function wordEdit(region: RecordView, text: string): Edit {
  const purpose = regionBodyOf(region.values)?.purpose;
  return setFields(region, { body: text.trim() === '' ? null : plainJson(regionBody(text.trim(), purpose)) });
}
