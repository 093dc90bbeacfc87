/**
 * CRC-64/NVME, the checksum that version 2 of the `aws` command sends: polynomial ad93d23594c93659, reflected, all ones
 * before and after (NVM Express Command Set Specification, 5.2.1.3.4). Kept in two halves of 32 bits, which are fast;
 * BigInt is not.
 */
const polynomial = 0x9a6c9329ac4bc9b5n;
const ones = 0xffff_ffff_ffff_ffffn;

const low = new Int32Array(256);
const high = new Int32Array(256);
for (let byte = 0; byte < 256; byte++) {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  low[byte] = Number(BigInt.asIntN(32, crc));
  high[byte] = Number(BigInt.asIntN(32, crc >> 32n));
}

/** Takes bytes in, gives the checksum out, 8 bytes big endian as S3 writes it. */
export function crc64() {
  let [lo, hi] = [-1, -1];
  return {
    update(chunk: Uint8Array) {
      let [l, h] = [lo, hi];
      for (let at = 0; at < chunk.length; at++) {
        const index = (l ^ (chunk[at] ?? 0)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (low[index] ?? 0);
        h = (h >>> 8) ^ (high[index] ?? 0);
      }
      [lo, hi] = [l, h];
    },
    digest(): Buffer {
      const bytes = Buffer.alloc(8);
      bytes.writeInt32BE(~hi, 0);
      bytes.writeInt32BE(~lo, 4);
      return bytes;
    },
  };
}

/** Product of two polynomials modulo the CRC's, reflected: the highest bit is x to the power of 0. */
function multiply(a: bigint, b: bigint): bigint {
  let [product, power] = [0n, b];
  for (let bit = 63n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= power;
    power = power & 1n ? (power >> 1n) ^ polynomial : power >> 1n;
  }
  return product;
}

const one = 1n << 63n;
const oneByte = one >> 8n;

/** x to the power of eight times `bytes`. */
function shiftBy(bytes: number): bigint {
  let [result, square] = [one, oneByte];
  for (let left = BigInt(bytes); left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

/** The checksum of all parts together, from their own; without looking at the bytes again. */
export function joinCrc64(parts: { crc: Buffer; sizeBytes: number }[]): Buffer {
  let joined = 0n;
  for (const { crc, sizeBytes } of parts)
    joined = multiply(shiftBy(sizeBytes), joined) ^ crc.readBigUInt64BE();
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(joined & ones);
  return bytes;
}
