const prefix = 'shark-publish:';

/** Videos that this browser is to publish as soon as they are ready, with their names; kept over a reload. */
export const createWishes = (storage: Storage) => ({
  has: (videoId: string) => storage.getItem(prefix + videoId) !== null,
  add: (videoId: string, name: string) => storage.setItem(prefix + videoId, name),
  drop: (videoId: string) => storage.removeItem(prefix + videoId),
  /** Every one, as pairs of id and name. */
  all: () =>
    Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key.slice(prefix.length), storage.getItem(key) ?? ''] as const),
});

export type Wishes = ReturnType<typeof createWishes>;
