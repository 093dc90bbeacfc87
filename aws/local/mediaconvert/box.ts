/** Content of the first box found by walking down `path`, or null (ISO/IEC 14496-12). */
export function findBox(data: Buffer, [name, ...deeper]: string[]): Buffer | null {
  let at = 0;
  while (at + 8 <= data.length) {
    const size = data.readUInt32BE(at);
    if (size < 8) return null;
    if (data.toString('latin1', at + 4, at + 8) === name) {
      const content = data.subarray(at + 8, at + size);
      return deeper.length > 0 ? findBox(content, deeper) : content;
    }
    at += size;
  }
  return null;
}
