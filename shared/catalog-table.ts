/** The one definition of the catalog's keys and indexes; the stack and the local core both read it. */
export const catalogTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: [
    { name: 'published', partitionKey: 'publishedPk', sortKey: 'publishedSk' },
    { name: 'changed', partitionKey: 'changedPk', sortKey: 'changedSk' },
    { name: 'due', partitionKey: 'duePk', sortKey: 'dueSk' },
  ],
} as const;

/** Keys of single items. Every key carries its organisation; ids are ULIDs. */
export const keyOf = {
  video: (org: string, videoId: string) => ({ pk: `ORG#${org}`, sk: `VIDEO#${videoId}` }),
  version: (org: string, videoId: string, version: string) => ({
    pk: `VID#${org}#${videoId}`,
    sk: `VERSION#${version}`,
  }),
  event: (org: string, videoId: string, event: string) => ({
    pk: `VID#${org}#${videoId}`,
    sk: `EVENT#${event}`,
  }),
  trash: (org: string, videoId: string) => ({ pk: `VID#${org}#${videoId}`, sk: 'TRASH' }),
  /** `month` is `yyyy-mm`, UTC. */
  spend: (org: string, month: string, videoId: string, version: string, attempt: number) => ({
    pk: `SPEND#${org}#${month}`,
    sk: `${videoId}#${version}#${attempt}`,
  }),
  person: (org: string, sub: string) => ({ pk: `USER#${org}#${sub}`, sk: 'PERSON' }),
  watch: (org: string, sub: string, videoId: string) => ({
    pk: `USER#${org}#${sub}`,
    sk: `WATCH#${videoId}`,
  }),
  /** `day` is `yyyy-mm-dd`, UTC. */
  mails: (org: string, day: string) => ({ pk: `MAIL#${org}#${day}`, sk: 'SENT' }),
  upload: (org: string, uploadId: string) => ({ pk: `UP#${org}`, sk: `UPLOAD#${uploadId}` }),
};

/** Sparse: only published videos. Sorted by the time of publishing (RFC 3339), then id. */
export const publishedKeys = (org: string, videoId: string, publishedAt: string) => ({
  publishedPk: `ORG#${org}`,
  publishedSk: `${publishedAt}#${videoId}`,
});

/** Every video, by its last change (RFC 3339); per cent does not count as a change. */
export const changedKeys = (org: string, videoId: string, updatedAt: string) => ({
  changedPk: `ORG#${org}`,
  changedSk: `${updatedAt}#${videoId}`,
});

/** Sparse: only videos (and deleted ones' purge) that wait for something, by the time (RFC 3339) at which somebody should look. */
export const dueKeys = (org: string, videoId: string, checkAt: string) => ({
  duePk: 'DUE',
  dueSk: `${checkAt}#${org}#${videoId}`,
});
