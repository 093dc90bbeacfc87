/**
 * Every object path of the service, in one place; the alphabet is `[A-Za-z0-9/_.-]`.
 * Uploads bucket: `uploads/<org>/<videoId>/<version>/source`. Media bucket: `<org>/v/<videoId>/<version>/…`, `<org>/i/<imageKey>.jpg`.
 */
export type VersionRef = { org: string; videoId: string; version: string };

export const uploadKey = ({ org, videoId, version }: VersionRef) =>
  `uploads/${org}/${videoId}/${version}/source`;

/** Everything a player needs of one video: what one cookie opens. Ends in a slash. */
export const videoPrefix = (org: string, videoId: string) => `${org}/v/${videoId}/`;

/** The folder of one version: manifests, segments, storyboard and `frames/`. Ends in a slash. */
export const versionPrefix = ({ org, videoId, version }: VersionRef) =>
  `${videoPrefix(org, videoId)}${version}/`;

/** Captions of a version, by their id: of its source, or added by somebody. */
export const captionPath = (ref: VersionRef, captionId: string) =>
  `${versionPrefix(ref)}captions/${captionId}.vtt`;

/** A picture that somebody put in the place of frames. */
export const posterPath = (ref: VersionRef, posterId: string) =>
  `${versionPrefix(ref)}posters/${posterId}.jpg`;

/** The organisation's card images: what the catalog's cookie opens. Ends in a slash. */
export const imagePrefix = (org: string) => `${org}/i/`;

export const imagePath = (org: string, imageKey: string) => `${imagePrefix(org)}${imageKey}.jpg`;

export const manifestName = { hls: 'index.m3u8', dash: 'index.mpd', storyboard: 'storyboard.vtt' } as const;

/** The playlist that the service writes for an output of the job, by the output's name (`_<name>` is its NameModifier). */
export const playlistName = (name: string) => `index_${name}.m3u8`;

const ownUpload =
  /^uploads\/(?<org>[a-z0-9-]{1,32})\/(?<videoId>[0-7][0-9A-HJKMNP-TV-Z]{25})\/(?<version>[0-7][0-9A-HJKMNP-TV-Z]{25})\/source$/;
const dropped = /^uploads\/(?<org>[a-z0-9-]{1,32})\/(?<rest>.+)$/s;

export type UploadKey = ({ kind: 'own' } & VersionRef) | { kind: 'drop'; org: string; rest: string };

/** Reads a key of the uploads bucket (not URL-encoded): our own upload, a drop (any other key under an organisation), or null. */
export function parseUploadKey(key: string): UploadKey | null {
  const own = ownUpload.exec(key)?.groups;
  if (own)
    return {
      kind: 'own',
      org: own['org'] ?? '',
      videoId: own['videoId'] ?? '',
      version: own['version'] ?? '',
    };
  const drop = dropped.exec(key)?.groups;
  return drop ? { kind: 'drop', org: drop['org'] ?? '', rest: drop['rest'] ?? '' } : null;
}
