/**
 * Containers that hold their own content. Left out on purpose: playlists and lists (hls, dash, concat, sdp), which name
 * other files and addresses, and pictures. Names are the demuxers' of ffmpeg 2018 to 8.
 */
const containers = [
  'mov',
  'matroska',
  'avi',
  'mpegts',
  'mpeg',
  'mpegvideo',
  'flv',
  'asf',
  'ogg',
  'mxf',
  'wav',
  'w64',
  'mp3',
  'aac',
  'flac',
  'aiff',
  'caf',
  'ac3',
  'eac3',
  'amr',
].join(',');

/**
 * Arguments that make ffprobe and ffmpeg open exactly one local file and follow nothing it names: only the `file`
 * protocol, only containers, and a path that cannot be read as a protocol or an option.
 */
export const inputArguments = (path: string): string[] => [
  '-protocol_whitelist',
  'file',
  '-format_whitelist',
  containers,
  '-i',
  `file:${path}`,
];
