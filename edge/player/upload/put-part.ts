/** A part was refused or the connection broke; `status` is 0 when no answer came. */
export class PartFailure extends Error {
  readonly status: number;

  constructor(status: number) {
    super(status ? `The storage answered ${status}.` : 'The connection to the storage broke.');
    this.name = 'PartFailure';
    this.status = status;
  }
}

/** Without a byte moving for so long, in ms, a connection is given up: after a sleep or a change of network it never ends. */
const idleMs = 60_000;

type Signed = { method: string; url: string; headers: Record<string, string> };

/**
 * Sends one part to S3 and gives its ETag. XMLHttpRequest, because `fetch` does not tell how much of a body was sent.
 */
export function putPart(
  { method, url, headers }: Signed,
  body: Blob,
  { onSent, signal }: { onSent: (bytes: number) => void; signal: AbortSignal },
): Promise<string> {
  const xhr = new XMLHttpRequest();
  const abort = () => xhr.abort();
  let idle = setTimeout(abort, idleMs);
  signal.addEventListener('abort', abort);
  return new Promise<string>((resolve, reject) => {
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      clearTimeout(idle);
      idle = setTimeout(abort, idleMs);
      onSent(loaded);
    };
    xhr.onerror = () => reject(new PartFailure(0));
    xhr.onabort = () => reject(signal.aborted ? signal.reason : new PartFailure(0));
    xhr.onload = () => {
      const etag = xhr.getResponseHeader('etag');
      if (xhr.status === 200 && etag) resolve(etag);
      else reject(new PartFailure(xhr.status));
    };
    xhr.send(body);
  }).finally(() => {
    clearTimeout(idle);
    signal.removeEventListener('abort', abort);
  });
}
