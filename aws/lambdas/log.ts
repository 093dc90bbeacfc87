type Fields = Record<string, string | number | boolean | null | undefined>;

/** One decision a line: what was decided, about which video, and why. */
export type Log = (decision: string, fields?: Fields) => void;

/** A logger of JSON lines; `fields` are put on every line. Values are ids, numbers and words, never credentials or URLs. */
export function createLog(
  now: () => number,
  fields: Fields,
  write: (line: string) => void = (line) => console.log(line),
): Log {
  return (decision, more) =>
    write(JSON.stringify({ time: new Date(now()).toISOString(), ...fields, decision, ...more }));
}
