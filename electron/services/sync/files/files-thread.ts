/** The thread that holds `sync/files.db`: it looks into the vault and the journal and knows of each file where it is. */
import { serveCalls } from '../../../../node/calls/serve.ts';
import { threadData, threadPort } from '../../../../node/calls/thread.ts';
import { must } from '../../../../shared/must.ts';
import { openFilesStore } from './files-store.ts';
import type { FilesCalls, FilesThreadData } from './files-calls.ts';

const { dataFolder } = threadData() as FilesThreadData;
let store: Omit<FilesCalls, 'open'> | null = null;
const opened = () => must(store, 'the files are open');

const calls: FilesCalls = {
  open() {
    store ??= openFilesStore(dataFolder);
    return null;
  },
  look: (input) => opened().look(input),
  generation: (input) => opened().generation(input),
  place: (input) => opened().place(input),
  nextBatches: (input) => opened().nextBatches(input),
  batchesInState: (input) => opened().batchesInState(input),
  batchTold: (input) => opened().batchTold(input),
  filesOf: (input) => opened().filesOf(input),
  nextLoose: (input) => opened().nextLoose(input),
  sendAgain: (input) => opened().sendAgain(input),
  note: (input) => opened().note(input),
  facts: (input) => opened().facts(input),
  nextPictures: (input) => opened().nextPictures(input),
  picturesTold: (input) => opened().picturesTold(input),
  came: (input) => opened().came(input),
  heldUnbacked: (input) => opened().heldUnbacked(input),
  damaged: (input) => opened().damaged(input),
  unsecured: (input) => opened().unsecured(input),
  unsecuredBatches: (input) => opened().unsecuredBatches(input),
  choose: (input) => opened().choose(input),
  wantedFiles: (input) => opened().wantedFiles(input),
  wantedPictures: (input) => opened().wantedPictures(input),
  unwant: (input) => opened().unwant(input),
  counts: (input) => opened().counts(input),
  droppable: (input) => opened().droppable(input),
  mayDrop: (input) => opened().mayDrop(input),
  dropped: (input) => opened().dropped(input),
  isSound: (input) => opened().isSound(input),
  close() {
    store?.close(null);
    store = null;
    return null;
  },
};
serveCalls(threadPort(), calls);
