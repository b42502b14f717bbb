/** A filter of a few things, each on or off, with how many it would leave. */
import styles from './filters.module.css';

type CheckFilterProps = {
  legend: string;
  /** In the order of the screen. */
  values: readonly string[];
  chosen: readonly string[];
  counts: Readonly<Record<string, number>>;
  nameOf: (value: string) => string;
  onChange: (chosen: string[]) => void;
};

export function CheckFilter({ legend, values, chosen, counts, nameOf, onChange }: CheckFilterProps) {
  const toggle = (value: string) => {
    const has = chosen.includes(value);
    onChange(values.filter((each) => (each === value ? !has : chosen.includes(each))));
  };
  return (
    <fieldset className={styles['levels']}>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} className={styles['level']} data-none={(counts[value] ?? 0) === 0}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          <span>{nameOf(value)}</span>
          <span className={styles['count']}>{counts[value] ?? 0}</span>
        </label>
      ))}
    </fieldset>
  );
}
