/**
 * A small push in its short form, made whole again: it begins where the replica stands here, and the seal of the device that
 * asks holds for the chain as it goes on from there. Whatever else it is comes as a push, which tells what is wrong.
 */
import { fail, type Result } from '../../shared/result.ts';
import type { ArchiveService } from '../../shared/sync/archive/archive-service.ts';
import type { ArchiveStore } from '../../shared/sync/archive/archive-store.ts';
import { chainOf } from '../../shared/sync/archive/check-segment.ts';
import { LOG_START } from '../../shared/sync/archive/log-hash.ts';
import type { ArchiveServiceDeps } from '../../shared/sync/archive/service-deps.ts';
import { sealText } from '../../shared/sync/chain.ts';
import type { RecordId } from '../../shared/sync/op.ts';
import type { AddAsk } from '../../shared/sync/wire/add.ts';
import type { PushAnswer } from '../../shared/sync/wire/messages.ts';
import type { ProblemCode } from '../../shared/sync/wire/problems.ts';
import type { Asked } from './archive-calls.ts';

type AddDeps = Pick<ArchiveServiceDeps, 'hash' | 'verify'> & {
  readonly archive: RecordId;
  readonly store: Pick<ArchiveStore, 'read'>;
  readonly service: Pick<ArchiveService, 'as'>;
  /** The public key of a device; null when it is none of this archive. */
  readonly keyOf: (device: string) => string | null;
};

export function createAdd(deps: AddDeps): (input: Asked<AddAsk>) => Promise<Result<PushAnswer, ProblemCode>> {
  const { archive, store, service, hash, verify, keyOf } = deps;
  return async ({ caller, ask: { replica, after, items, signature } }) => {
    const [place] = await store.read((tx) => tx.places([replica]));
    const key = keyOf(caller.device);
    if ((place?.seq ?? 0) !== after || key === null) return fail('SAY_HELLO');
    const segment = { replica, after, prev: place?.hash ?? LOG_START, items };
    const end = chainOf(segment, hash).at(-1) ?? LOG_START;
    const seal = { replica, seq: after + items.length, hash: end, device: caller.device, signature };
    if (!verify(key, sealText(archive, seal), signature)) return fail('SAY_HELLO');
    return service.as(caller).push({ segments: [{ ...segment, end, seal }] });
  };
}
