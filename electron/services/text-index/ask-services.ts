/** The host's side of asking: each call goes to the index's thread. */
import type { Services } from '../../../shared/rpc/contract.ts';
import type { TextIndex } from './text-index.ts';

export type AskServices = Pick<Services, 'finding.pages' | 'finding.more' | 'finding.boxes' | 'finding.stop'>;

export function createAskServices(index: Pick<TextIndex, 'calls'>): AskServices {
  return {
    'finding.pages': (input) => index.calls().findPages(input),
    'finding.more': (input) => index.calls().findMore(input),
    'finding.boxes': (input) => index.calls().findBoxes(input),
    async 'finding.stop'(input) {
      await index.calls().findStop(input);
      return {};
    },
  };
}
