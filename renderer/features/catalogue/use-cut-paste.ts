/** Cut and paste of records, as in a file manager or a spreadsheet: the keys' way to move many. */
import { useTranslation } from 'react-i18next';
import { EDIT_CHORDS } from '../../ui/chords.ts';
import { useCommands, type Command } from '../../ui/commands.ts';
import { useDesk } from '../../ui/desk.ts';
import { MOST_CHOSEN } from '../../ui/selection.ts';
import { cutRecords, forgetCut, useCut } from './cut-records.ts';
import { useMoves } from './use-moves.ts';

/**
 * `ids`: what a cut takes; `place`: the record that a paste puts it into, null where nothing can be put; `isOff`: something
 * else on the screen takes these keys.
 */
export function useCutPaste(
  ids: Iterable<string>,
  count: number,
  place: string | null,
  isOff = false,
): Command | null {
  const { t } = useTranslation();
  const desk = useDesk();
  const cut = useCut();
  const moves = useMoves();

  const commands: Command[] = [
    {
      id: 'cut',
      label: t('act.cut'),
      chords: [EDIT_CHORDS.cut],
      isFieldsOwn: true,
      isDisabled: count === 0 || count > MOST_CHOSEN,
      run() {
        cutRecords(ids);
        desk.say({ text: t('said.cut', { count }) });
      },
    },
  ];
  const paste: Command = {
    id: 'paste',
    label: t('act.paste', { number: cut.size }),
    chords: [EDIT_CHORDS.paste],
    isFieldsOwn: true,
    isDisabled: cut.size === 0 || place === null,
    run() {
      if (place === null) return;
      void moves.into([...cut], place).then((isThere) => isThere && forgetCut());
    },
  };
  if (cut.size > 0) {
    commands.push(paste, {
      id: 'cut.forget',
      label: t('act.forgetCut'),
      chords: ['Escape'],
      run() {
        forgetCut();
        desk.say({ text: t('said.cutForgotten') });
      },
    });
  }
  const canWrite = desk.capabilities.canWrite && !isOff;
  useCommands(canWrite ? commands : []);
  return canWrite && cut.size > 0 && place !== null ? paste : null;
}
