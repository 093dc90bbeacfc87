import { Refusal, remedyOf, request } from '../client.ts';
import { refreshParts } from '../parts.ts';

const box = { width: 1280, height: 720 };
const quality = 0.88;

/** The size a picture is sent in: within 1280x720, its shape kept, never larger. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const factor = Math.min(1, box.width / width, box.height / height);
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

async function toJpeg(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const { width, height } = fitted(picture.width, picture.height);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

/** `<shark-poster action>` around a file input: makes a chosen picture the poster. */
class SharkPoster extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector('input');
    input?.addEventListener('change', () => {
      const file = input.files?.[0];
      input.value = '';
      if (file) this.#send(file);
    });
  }

  async #send(file: File) {
    this.#say('Sending the picture…', 'outcome');
    const jpeg = await toJpeg(file).catch(() => null);
    if (!jpeg) return this.#say('This file is no picture the browser can read. Choose a JPEG, PNG or WebP.');
    try {
      await request('PUT', this.getAttribute('action') ?? '', { picture: jpeg });
      this.#say('It is the poster now.', 'outcome good');
      await refreshParts(['media']);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#say(`${error.message} ${remedyOf(error)}`);
    }
  }

  #say(text: string, look = 'outcome bad') {
    const place = this.querySelector('.outcome');
    if (!place) return;
    place.className = look;
    place.textContent = text;
  }
}

customElements.define('shark-poster', SharkPoster);
