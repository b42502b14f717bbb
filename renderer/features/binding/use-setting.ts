/** What is open when files come: the unit, inventory or fonds that is meant where names do not say it. */
import { useMemo } from 'react';
import type { Setting } from '../../../shared/binding/plan.ts';
import { numberOf } from '../../../shared/model/record-values.ts';
import { useAncestors, useRecord } from '../../db/hooks.ts';
import { fullCodeOf } from '../../ui/reference-code.ts';
import { useLabels } from '../../ui/use-label.ts';

export type Opened = {
  readonly setting: Setting;
  /** The unit or volume itself. */
  readonly unit: string | null;
  /** Its code or name; empty when nothing is open. */
  readonly label: string;
};

/** Undefined until it is read. */
export function useOpened(place: string | null): Opened | undefined {
  const record = useRecord(place);
  const above = useAncestors(place);
  const labels = useLabels();
  return useMemo(() => {
    if (record === undefined || above === undefined) return undefined;
    if (record === null) return { setting: {}, unit: null, label: '' };
    const chain = [...above, record];
    const numberAt = (level: string) => {
      const at = chain.find(({ t }) => t === level);
      return (at === undefined ? null : numberOf(at.values)) ?? undefined;
    };
    const [fonds, inventory, unit] = [numberAt('fonds'), numberAt('inventory'), numberAt('unit')];
    const isUnit = record.t === 'unit' || record.t === 'volume';
    const setting: Setting = {
      ...(fonds === undefined ? {} : { fonds }),
      ...(inventory === undefined ? {} : { inventory }),
      ...(unit === undefined ? {} : { unit }),
      ...(isUnit ? { record: record.id } : {}),
    };
    const label = fullCodeOf(chain, labels.language) ?? labels.full(record);
    return { setting, unit: isUnit ? record.id : null, label };
  }, [record, above, labels]);
}
