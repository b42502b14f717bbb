/** Orders to this bench's host and their answers, over the line between the processes. */
import type { ChildProcess } from 'node:child_process';
import type { HostOrder } from './host.ts';

type Answer = { readonly no: number; readonly value?: unknown; readonly error?: string };

let orders = 0;

/** What the host answers. @throws what went wrong there, or when it ended or did not answer within `deadlineS` */
export function askHost<T>(host: ChildProcess, order: HostOrder, deadlineS = 30): Promise<T> {
  const no = orders++;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(late);
      host.off('message', hear).off('exit', gone);
    };
    const hear = (message: unknown): void => {
      const answer = message as Answer;
      if (answer.no !== no) return;
      end();
      if (answer.error === undefined) resolve(answer.value as T);
      else reject(new Error(answer.error));
    };
    const gone = (): void => {
      end();
      reject(new Error('the host ended'));
    };
    const late = setTimeout(() => {
      end();
      reject(new Error(`the host did not answer to ${order.kind}`));
    }, deadlineS * 1000);
    host.on('message', hear).once('exit', gone);
    host.send({ no, order });
  });
}
