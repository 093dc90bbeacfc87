import type { Handle } from './handles.ts';

/** A file that somebody chose; with a handle where the browser gives one. */
export type Chosen = { file: File; handle: Handle | null };

type Item = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

const isFile = (handle: FileSystemHandle | null | undefined): handle is Handle => handle?.kind === 'file';

/** A handle has to be asked for while the event is being handled, before anything is waited for. */
async function chosenOf(item: Item): Promise<Chosen | null> {
  const file = item.getAsFile();
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  return file && { file, handle: isFile(handle) ? handle : null };
}

/** The files of a drop. */
export async function filesOf(transfer: DataTransfer): Promise<Chosen[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  return (await Promise.all(items.map(chosenOf))).filter((chosen) => chosen !== null);
}

type Picker = (options: {
  multiple: boolean;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<Handle[]>;

const picker = (window: object): Picker | null =>
  'showOpenFilePicker' in window && typeof window.showOpenFilePicker === 'function'
    ? window.showOpenFilePicker.bind(window)
    : null;

export const canPick = () => picker(window) !== null;

const isCancelled = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Lets somebody choose files such that they can be opened again; null where the browser will not, then an input has to do. */
export async function pickFiles(extensions: string[]): Promise<Chosen[] | null> {
  const types = [{ description: 'Videos', accept: { 'video/*': extensions } }];
  try {
    const picked = (await picker(window)?.({ multiple: true, types })) ?? null;
    return picked && Promise.all(picked.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    return isCancelled(error) ? [] : null;
  }
}
