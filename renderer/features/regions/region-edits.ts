/** Regions as they are read from records, and the edits that draw, move, word and delete them. Pure. */
import { boxOf, regionTextOf } from '../../../shared/model/region.ts';
import { regionBody, regionTarget, type Box } from '../../../shared/model/region-parts.ts';
import { parentOf, regionBodyOf } from '../../../shared/model/record-values.ts';
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
  const made = newRecord(id, 'region', { parent: page.id, target: plainJson(regionTarget(page.id, box)) });
  return page.values['regions'] === true ? [made] : [made, setFields(page, { regions: true })];
}

export function moveEdit(region: RecordView, page: string, box: Box): Edit {
  return setFields(region, { target: plainJson(regionTarget(page, box)) });
}

/** The empty text takes the words away; what they are for (a note, a transcript) stays as it was. */
export function wordEdit(region: RecordView, text: string): Edit {
  const purpose = regionBodyOf(region.values)?.purpose;
  return setFields(region, { body: text.trim() === '' ? null : plainJson(regionBody(text.trim(), purpose)) });
}
