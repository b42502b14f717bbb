/** Dragging records of a list or tree onto a place, or among their siblings. */
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../../db/catalogue-context.tsx';
import { eachSlice } from '../../db/read-slices.ts';
import { useDesk } from '../../ui/desk.ts';
import type { DropTarget } from '../../ui/row-drag.ts';
import { MOST_CHOSEN } from '../../ui/selection.ts';
import type { Labelled } from '../../ui/record-label.ts';
import { useLabels } from '../../ui/use-label.ts';
import { dropSpotOn, type Dragged } from './move-rules.ts';
import { useMoves } from './use-moves.ts';

type Row = Labelled & { readonly id: string; readonly deleted?: boolean };

/** One thing is dragged at a time, from whichever list to whichever. */
let dragged: Dragged | null = null;

function hold(next: Dragged | null): void {
  dragged = next;
}

type RecordDrag = {
  /** The rows on the screen. */
  byId: ReadonlyMap<string, Row>;
  /** What comes along when one of them is dragged. */
  selected: ReadonlySet<string>;
  onExpand?: (id: string) => void;
  /** The rows stand in their own order, so that a place between two of them means something. */
  isInOrder: boolean;
};

export function useRecordDrag({ byId, selected, onExpand, isInOrder }: RecordDrag): {
  onDrag: ((id: string) => string | null) | undefined;
  drops: DropTarget | undefined;
} {
  const { t } = useTranslation();
  const { copy } = useCatalogue();
  const desk = useDesk();
  const labels = useLabels();
  const moves = useMoves();
  if (!desk.capabilities.canWrite) return { onDrag: undefined, drops: undefined };

  function onDrag(id: string): string | null {
    const row = byId.get(id);
    if (row === undefined) return null;
    const ids = selected.has(id) ? selected : new Set([id]);
    if (ids.size > MOST_CHOSEN) {
      desk.say({ text: t('list.tooMany', { most: MOST_CHOSEN }) });
      return null;
    }
    hold({ ids, types: [] });
    void learnTypes(ids);
    return ids.size === 1 ? labels.full(row) : t('drag.many', { number: ids.size });
  }

  async function learnTypes(ids: ReadonlySet<string>): Promise<void> {
    const db = copy.get();
    if (db === null) return;
    const types = new Set<string>();
    const forget = new AbortController();
    await eachSlice(db, [...ids], forget.signal, (records) => {
      if (dragged?.ids === ids) for (const { t: type } of records) types.add(type);
      else forget.abort();
    });
    if (dragged?.ids === ids) hold({ ids, types: [...types] });
  }

  return {
    onDrag,
    drops: {
      spotAt(id, part) {
        const spot = dropSpotOn(byId.get(id), part, dragged);
        return spot !== null && spot.where !== 'into' && !isInOrder ? null : spot;
      },
      drop(spot) {
        const ids = [...(dragged?.ids ?? [])];
        hold(null);
        if (spot.where === 'into') void moves.into(ids, spot.id);
        else void moves.beside(ids, spot.id, spot.where);
      },
      ...(onExpand === undefined ? {} : { onWait: onExpand }),
    },
  };
}
