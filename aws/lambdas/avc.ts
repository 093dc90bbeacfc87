/** A bit of bytes, the highest first; beyond the end all are 0. */
const bitOf = (bytes: Uint8Array, at: number) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;

/** Reads the fixed and Exp-Golomb numbers of H.264 (ITU-T H.264, 9.1), from bit `at` on. */
function bitReader(bytes: Uint8Array, at: number) {
  let position = at;
  const bits = (count: number) => {
    let value = 0;
    for (let read = 0; read < count; read += 1, position += 1) value = value * 2 + bitOf(bytes, position);
    return value;
  };
  const golomb = () => {
    let zeros = 0;
    while (zeros < 32 && bits(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + bits(zeros);
  };
  const signed = () => {
    const value = golomb();
    return value % 2 === 0 ? -value / 2 : (value + 1) / 2;
  };
  return { bits, golomb, signed };
}

type Bits = ReturnType<typeof bitReader>;

/** Profiles whose parameters tell the chroma format (7.3.2.1.1). */
const withChroma = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

function skipScalingList({ signed }: Bits, size: number) {
  let [last, next] = [8, 8];
  for (let index = 0; index < size; index += 1) {
    if (next !== 0) next = (last + signed() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

function skipChroma(reader: Bits) {
  const format = reader.golomb();
  if (format === 3) reader.bits(1);
  reader.golomb();
  reader.golomb();
  reader.bits(1);
  if (reader.bits(1) === 0) return;
  for (let list = 0; list < (format === 3 ? 12 : 8); list += 1)
    if (reader.bits(1) === 1) skipScalingList(reader, list < 6 ? 16 : 64);
}

function skipOrder({ bits, golomb, signed }: Bits) {
  const kind = golomb();
  if (kind === 0) golomb();
  if (kind !== 1) return;
  bits(1);
  signed();
  signed();
  for (let left = golomb(); left > 0 && left < 256; left -= 1) signed();
}

/** Emulation prevention: `00 00 03` stands for `00 00` (7.4.1). */
const unescaped = (bytes: Uint8Array) =>
  bytes.filter((byte, at) => !(byte === 3 && at >= 2 && bytes[at - 1] === 0 && bytes[at - 2] === 0));

/** Whether a sequence parameter set (7.3.2.1.1, its NAL unit with header) allows fields: `frame_mbs_only_flag` is 0. */
export function allowsFields(sps: Uint8Array): boolean {
  const bytes = unescaped(sps.subarray(0, 256));
  const reader = bitReader(bytes, 32);
  reader.golomb();
  if (withChroma.includes(bytes[1] ?? 0)) skipChroma(reader);
  reader.golomb();
  skipOrder(reader);
  reader.golomb();
  reader.bits(1);
  reader.golomb();
  reader.golomb();
  return reader.bits(1) === 0;
}

/** The first sequence parameter set of an `avcC` record (ISO/IEC 14496-15, 5.3.3.1), or null. */
export function firstSps(avcC: Uint8Array): Uint8Array | null {
  const count = (avcC[5] ?? 0) & 0x1f;
  const length = ((avcC[6] ?? 0) << 8) | (avcC[7] ?? 0);
  return count > 0 && length > 4 && avcC.length >= 8 + length ? avcC.subarray(8, 8 + length) : null;
}
