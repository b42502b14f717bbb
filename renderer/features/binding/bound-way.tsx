/** Files as leaves of units: how their names are read, the dry run, what to do where something stands in the way. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readPath } from '../../../shared/binding/plan.ts';
import { Button } from '../../ui/button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DialogButtons } from '../../ui/dialog.tsx';
import { FileRows } from './binding-rows.tsx';
import { DrySums } from './dry-sums.tsx';
import { NumberingFields } from './numbering-fields.tsx';
import { PatternField } from './pattern-field.tsx';
import { UnitRows } from './unit-rows.tsx';
import { useBoundWay, type BoundWayState, type FilePlace } from './use-bound-way.ts';
import type { Opened } from './use-setting.ts';
import styles from './binding.module.css';

export type BoundWayProps = {
  paths: readonly string[];
  opened: Opened;
  /** Read from names; else all are leaves of the open unit. */
  byPattern: boolean;
  /** In the order of the paths. */
  onBound: (places: readonly FilePlace[]) => void;
  onClose: () => void;
};

export function BoundWay(props: BoundWayProps) {
  const { paths, opened, byPattern, onBound, onClose } = props;
  const { t } = useTranslation();
  const way = useBoundWay(paths, opened, byPattern);
  const take = async () => {
    const places = await way.take();
    if (places !== null) onBound(places);
  };
  return (
    <>
      {byPattern && <PatternField text={way.text} onText={way.setText} />}
      {byPattern && opened.label !== '' && (
        <p className={styles['wait']}>{t('binding.opened', { place: opened.label })}</p>
      )}
      <Options way={way} byPattern={byPattern} />
      <DrySums run={way.run} />
      <Preview way={way} paths={paths} opened={opened} />
      <Rest way={way} />
      <DialogButtons>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
        <Button variant="primary" isDisabled={way.count === 0 || way.isBusy} onPress={() => void take()}>
          {t('binding.take', { count: way.count })}
        </Button>
      </DialogButtons>
    </>
  );
}

function Options({ way, byPattern }: { way: BoundWayState; byPattern: boolean }) {
  const { t } = useTranslation();
  const { choices, choose } = way;
  return (
    <>
      <div className={styles['line']}>
        <NumberingFields numbering={way.numbering} canBeNone={byPattern} />
        {way.run !== null && way.run.sum.taken > 0 && (
          <Choice
            label={t('binding.onTaken')}
            options={(['both', 'replace'] as const).map((value) => ({
              value,
              label: t(`binding.onTakenWays.${value}`),
            }))}
            value={choices.onTaken}
            onChange={(onTaken) => choose({ onTaken })}
          />
        )}
      </div>
      <CheckBox
        label={t('binding.counted')}
        isOn={choices.isCounted}
        onChange={(isCounted) => choose({ isCounted })}
      />
    </>
  );
}

type PreviewProps = { way: BoundWayState; paths: readonly string[]; opened: Opened };

function Preview({ way, paths, opened }: PreviewProps) {
  const { t } = useTranslation();
  const { run, pattern } = way;
  const [view, setView] = useState<'files' | 'units'>('files');
  const [onlyNotes, setOnlyNotes] = useState(false);
  return (
    <>
      <div className={styles['line']}>
        <Choice
          label={t('binding.view')}
          hideLabel
          options={(['files', 'units'] as const).map((value) => ({ value, label: t(`binding.${value}`) }))}
          value={view}
          onChange={setView}
        />
        {view === 'files' && (
          <CheckBox label={t('binding.onlyNotes')} isOn={onlyNotes} onChange={setOnlyNotes} />
        )}
      </div>
      {view === 'units' && run !== null ? (
        <UnitRows run={run} opened={opened.label} />
      ) : (
        <FileRows
          paths={paths}
          read={(path) =>
            pattern === undefined ? null : readPath({ pattern, setting: opened.setting }, path)
          }
          run={run}
          opened={opened.label}
          onlyNotes={onlyNotes}
        />
      )}
    </>
  );
}

/** What is not in the catalogue, and what is left out. */
function Rest({ way }: { way: BoundWayState }) {
  const { t } = useTranslation();
  const { missing, rest, choices, choose } = way;
  return (
    <>
      {missing !== null && missing.units > 0 && (
        <CheckBox
          label={t('binding.make', {
            fonds: missing.fonds.length,
            inventories: missing.inventories,
            units: missing.units,
          })}
          isOn={choices.makes}
          onChange={(makes) => choose({ makes })}
        />
      )}
      {rest > 0 && (
        <CheckBox
          label={t('binding.takeRest', { count: rest })}
          isOn={choices.takesRest}
          onChange={(takesRest) => choose({ takesRest })}
        />
      )}
    </>
  );
}
