/** Gives a slot back. */
type Release = () => void;

/**
 * So many may do something at once; the others wait in line, in the order they came, until their signal ends that. Every
 * slot that was taken must be given back.
 */
export function createSlots(count: number) {
  const line: (() => void)[] = [];
  let free = count;
  const release = () => {
    free++;
    line.shift()?.();
  };
  const grant = (): Release => {
    free--;
    let given = true;
    return () => {
      if (given) release();
      given = false;
    };
  };
  return {
    async take(signal: AbortSignal): Promise<Release> {
      signal.throwIfAborted();
      if (free > 0) return grant();
      return new Promise((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener('abort', leave);
          resolve(grant());
        };
        const leave = () => {
          line.splice(line.indexOf(enter), 1);
          reject(signal.reason);
        };
        line.push(enter);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}

export type Slots = ReturnType<typeof createSlots>;
