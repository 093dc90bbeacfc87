/** A browser's storage: what is kept are its own keys. */
export function createStorage(items: Record<string, string> = {}): Storage {
  Object.defineProperties(items, {
    getItem: { value: (key: string) => items[key] ?? null },
    setItem: { value: (key: string, value: string) => Object.assign(items, { [key]: value }) },
    removeItem: { value: (key: string) => void delete items[key] },
  });
  return items as unknown as Storage;
}
