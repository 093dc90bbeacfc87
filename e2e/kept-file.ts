import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';

/**
 * Drops a file onto the page that it may open again later. A browser without a window cannot ask whether a page may read a
 * file of the disk, so it lies in the page's own file system, which has the same handles
 * (developer.mozilla.org/docs/Web/API/File_System_API). It is the file at `path`, larger by so many bytes that players skip.
 */
export async function dropKeptFile(page: Page, path: string, name: string, bytes: number): Promise<void> {
  const movie = (await readFile(path)).toString('base64');
  await page.evaluate(
    async ({ movie, name, bytes }) => {
      const padding = new Uint8Array(bytes);
      new DataView(padding.buffer).setUint32(0, bytes);
      padding.set(new TextEncoder().encode('free'), 4);
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle(name, { create: true });
      const writable = await handle.createWritable();
      await writable.write(Uint8Array.from(atob(movie), (letter) => letter.charCodeAt(0)));
      await writable.write(padding);
      await writable.close();
      Object.assign(DataTransferItem.prototype, { getAsFileSystemHandle: async () => handle });
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(await handle.getFile());
      document.querySelector('.drop')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
    },
    { movie, name, bytes },
  );
}

/** Drops small files of the disk onto the page, all at once, as from a window of files. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), text: await readFile(path, 'utf8') })),
  );
  await page.locator('.drop').evaluate((place, dropped) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of dropped) dataTransfer.items.add(new File([text], name));
    place.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true }));
  }, files);
}
