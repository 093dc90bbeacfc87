import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** media-chrome's names of its menus. */
type Menu = 'rendition' | 'playback-rate' | 'captions' | 'audio-track';

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
    isPaused: () => video(({ paused }) => paused),
    speed: () => video(({ playbackRate }) => playbackRate),
    volume: () => video(({ volume, muted }) => (muted ? 0 : Math.round(volume * 10) / 10)),
    /** Until its length is known, and with that where it starts. */
    ready: () =>
      expect.poll(() => video(({ readyState }) => readyState), { timeout: 20_000 }).toBeGreaterThan(1),
    /** The captions on the picture now: their words, and the line they begin on. */
    captions: () =>
      video(({ textTracks }) =>
        [...textTracks]
          .filter(({ kind, mode }) => kind === 'captions' && mode === 'showing')
          .flatMap(({ activeCues }) => [...(activeCues ?? [])])
          .map((cue) => (cue instanceof VTTCue ? { text: cue.text, line: cue.line } : null)),
      ),
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
    /** Opens a menu by its button and tells the choices as it words them. */
    openMenu: async (kind: Menu) => {
      await page.locator(`media-${kind}-menu-button`).click();
      await page.getByRole('menuitemradio').first().waitFor();
      return page.getByRole('menuitemradio').allInnerTexts();
    },
    choose: (name: string) => page.getByRole('menuitemradio', { name }).click(),
  };
}
