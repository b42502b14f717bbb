/** Since when the record that is chosen is in a backup: found out beside the inspector, told in the status bar too. */
import { createStore } from '../../db/store.ts';

/** `at`: the backup's date, null while it is in none; the whole is null while nothing is chosen. */
export const chosenSafety = createStore<{ readonly at: string | null } | null>(null);
