import { PayloadRefused } from './payload-refused.ts';

/** Longest line that is read, in bytes: a chunk's head or a trailer. */
const maxLineBytes = 4096;

const ended = () => new PayloadRefused('IncompleteBody', 'The body ended before its last chunk.');

/** Reads lines and runs of bytes off a stream. Both throw `PayloadRefused` at its end. */
export function byteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  async function more() {
    const { done, value } = await chunks.next();
    if (done) throw ended();
    return value;
  }

  return {
    /** Up to CRLF, without it. */
    async line(): Promise<string> {
      for (;;) {
        const end = rest.indexOf('\r\n');
        if (end > maxLineBytes || (end < 0 && rest.length > maxLineBytes))
          throw new PayloadRefused('InvalidRequest', 'A line of the chunked body is too long.');
        if (end >= 0) {
          const line = rest.toString('latin1', 0, end);
          rest = rest.subarray(end + 2);
          return line;
        }
        rest = Buffer.concat([rest, await more()]);
      }
    },
    /** At least one byte and at most `max`, without copying. */
    async some(max: number): Promise<Buffer> {
      while (rest.length === 0) rest = await more();
      const piece = rest.subarray(0, max);
      rest = rest.subarray(piece.length);
      return piece;
    },
    /** Reads to the end, so that the connection can be used again. */
    async drain() {
      while (!(await chunks.next()).done);
    },
  };
}
