/** The leaves that are there, for those who plan an import. */
import { leavesOf } from '../../../shared/model/record-values.ts';
import { sheafIdOf } from '../../../shared/model/sheaf.ts';
import type { Services } from '../../../shared/rpc/contract.ts';
import { viewOf } from '../../../shared/sync/view.ts';
import type { Journal } from '../journal/journal.ts';

export type BindingServices = Pick<Services, 'binding.leaves'>;

export function bindingServices(journal: Pick<Journal, 'state' | 'pages'>): BindingServices {
  return {
    async 'binding.leaves'({ units }) {
      const told: Awaited<ReturnType<BindingServices['binding.leaves']>>['units'] = [];
      for (const unit of units) {
        const sheaf = sheafIdOf(unit);
        const [state] = await journal.state([sheaf]);
        const isThere = state !== undefined && !viewOf(state).deleted;
        const pages = isThere ? (await journal.pages({ parent: sheaf })).states.map(viewOf) : [];
        told.push({ unit, leaves: pages.map(({ values }) => leavesOf(values, 'leaf')) });
      }
      return { units: told };
    },
  };
}
