import { fingerprintOf, resumeFrom } from '../../../shared/transfer/plan.ts';
import { discard } from '../../../shared/transfer/transfer.ts';
import type { Upload } from '../../../shared/upload.ts';
import { confirmed } from '../admin/confirm.ts';
import { Refusal, send } from '../client.ts';
import type { Chosen } from './choosing.ts';
import { type Handle, handles, reopen } from './handles.ts';
import type { Shared } from './job.ts';
import type { Memory, Remembered } from './memory.ts';
import type { Row } from './row.ts';

const chooseAgain = 'Choose the same file again and it goes on from there.';
const changed = 'The file cannot be opened, or it is not what it was. Choose it again.';

/** An upload that was stopped by a reload, and its row until it goes on. */
export type Recalled = { fingerprint: string; row: Row };

type Place = {
  shared: Shared;
  memory: Memory;
  makeRow: (name: string, sizeBytes: number) => Row;
  /** Goes on with a file that was opened again. */
  take: (chosen: Chosen[]) => void;
};

/** The upload as it stands; null when there is nothing to go on with, undefined when that cannot be told now. */
const readUpload = (id: string) =>
  send<Upload>('GET', `/api/uploads/${id}`).then(
    (upload) => (upload.status === 'open' ? upload : null),
    (error: unknown) => (error instanceof Refusal && error.status === 404 ? null : undefined),
  );

/** Shows an upload that a reload interrupted, with a click to go on where the browser may open its file by itself. */
export async function recall(
  [fingerprint, { id, name }]: [string, Remembered],
  { shared, memory, makeRow, take }: Place,
): Promise<Recalled | null> {
  const [upload, handle] = await Promise.all([readUpload(id), handles.of(fingerprint)]);
  if (upload === null) {
    memory.forget(fingerprint);
    await handles.forget(fingerprint);
  }
  if (!upload) return null;
  const row = makeRow(name, upload.sizeBytes);
  const percent = Math.floor((100 * resumeFrom(upload).done.length) / upload.partCount);
  const away = async () => {
    if (!(await confirmed(`Throw away what was sent of “${name}”?`, 'Throw away'))) return;
    row.element.remove();
    await Promise.all([discard(fingerprint, shared.means), handles.forget(fingerprint)]);
  };
  const show = (again: string) => row.show({ kind: 'unfinished', percent, again });
  const goOn = async (from: Handle) => {
    const file = await reopen(from);
    if (file && fingerprintOf(file) === fingerprint) take([{ file, handle: from }]);
    else show(changed);
  };
  const again = handle ? [{ word: 'Go on', run: () => goOn(handle) }] : [];
  show(handle ? '' : chooseAgain);
  row.offer(...again, { word: 'Throw away', run: away });
  return { fingerprint, row };
}
