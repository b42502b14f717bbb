/** Makes or edits a group of words that mean the same. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_WORDS } from '../../../shared/query/synonyms.ts';
import type { RecordId } from '../../../shared/sync/op.ts';
import { useRecord } from '../../db/hooks.ts';
import type { CatalogueRecord } from '../../db/row-of.ts';
import { useDesk } from '../../ui/desk.ts';
import { SaveDialog } from '../../ui/save-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readWords, wordEdits } from './synonym-edits.ts';

type SynonymDialogProps = {
  id: RecordId;
  /** None: a new group. */
  words: readonly string[];
  /** As the list has it; none: nobody has changed it yet. */
  record: CatalogueRecord | null;
  onClose: () => void;
};

export function SynonymDialog({ id, words: first, record: given, onClose }: SynonymDialogProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  // Who types fast is not held up by its being read once more.
  const read = useRecord(id);
  const record = read === undefined ? given : read;
  const [text, setText] = useState(first.join(', '));
  const [seen] = useState(first);
  const [tried, setTried] = useState(false);
  const { words, bad } = readWords(text);
  const problem =
    bad !== null
      ? t('synonyms.notAWord', { text: bad })
      : words.length < 2
        ? t('synonyms.tooFew')
        : words.length > MOST_WORDS
          ? t('synonyms.tooMany', { most: MOST_WORDS })
          : undefined;
  const save = async () => {
    setTried(true);
    if (problem !== undefined) return;
    const edits = wordEdits(id, words, record, seen);
    if (edits.length === 0) return onClose();
    if (!(await desk.write(first.length === 0 ? 'synonyms.create' : 'synonyms.edit', edits))) return;
    desk.say({ text: t('synonyms.saved', { words: words.join(', ') }), undo: true });
    onClose();
  };
  return (
    <SaveDialog
      title={t(first.length === 0 ? 'synonyms.new' : 'synonyms.editTitle')}
      onSave={() => void save()}
      onClose={onClose}
    >
      <TextField
        label={t('synonyms.words')}
        hint={t('synonyms.wordsHint')}
        value={text}
        onChange={setText}
        autoFocus
        problem={tried ? problem : undefined}
      />
    </SaveDialog>
  );
}
