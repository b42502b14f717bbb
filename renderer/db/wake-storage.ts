/**
 * Chromium takes 67 to 83 ms for the first IndexedDB request of a profile. Imported before everything else, it is made
 * while the rest of the program is read and the host is asked who it is; what it answers is asked again when it counts.
 */
void indexedDB.databases().catch(() => undefined);
