import type { Page } from 'playwright-core';

/** The player of a watch page, as a viewer meets it. */
export function playerOn(page: Page) {
  const media = page.locator('shark-player hls-video');
  const video = async <T>(look: (video: HTMLVideoElement) => T): Promise<T> => {
    const native = await media.evaluateHandle((element) => {
      const found = (element.shadowRoot ?? element).querySelector('video');
      if (!found) throw new Error('there is no video element');
      return found;
    });
    return native.evaluate<T, HTMLVideoElement>(look);
  };
  return {
    play: () => page.getByRole('button', { name: 'play', exact: true }).last().click(),
    seconds: () => video(({ currentTime }) => currentTime),
    seek: (to: number) =>
      media.evaluate((element, currentTime) => Object.assign(element, { currentTime }).id, to),
    height: () => video(({ videoHeight }) => videoHeight),
    /** Bytes of sound decoded so far; Chromium's own count. */
    soundBytes: () =>
      video((heard) =>
        'webkitAudioDecodedByteCount' in heard ? Number(heard.webkitAudioDecodedByteCount) : 0,
      ),
    /** The picture shown now, shrunk to a few numbers. */
    picture: () =>
      video((shown) => {
        const canvas = document.createElement('canvas');
        const [width, height] = [32, 18];
        Object.assign(canvas, { width, height });
        const context = canvas.getContext('2d');
        context?.drawImage(shown, 0, 0, width, height);
        return [...(context?.getImageData(0, 0, width, height).data ?? [])].join(' ');
      }),
    /** Opens the menu and tells the qualities as it words them. */
    openQualities: async () => {
      await page.locator('media-rendition-menu-button').click();
      await page.getByRole('menuitemradio').first().waitFor();
      return page.getByRole('menuitemradio').allInnerTexts();
    },
    chooseQuality: (name: string) => page.getByRole('menuitemradio', { name }).click(),
  };
}
