/** `name`, or with the first number from 2 that makes it differ from those that are taken. */
export function distinctName(name: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name} ${count}`;
    if (!taken.includes(tried)) return tried;
  }
}
