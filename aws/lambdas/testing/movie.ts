import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type Rotation,
} from 'mediabunny';

export type MovieShape = {
  width?: number;
  height?: number;
  rotation?: Rotation;
  picture?: boolean;
  sound?: boolean;
  /** How many sound tracks. */
  sounds?: number;
  seconds?: number;
  /** The picture on the front, as JPEG. */
  cover?: Uint8Array;
};

const frame = (second: number) => new EncodedPacket(new Uint8Array(200), 'key', second, 1);

/** An MP4 of true structure and empty pictures: enough for whoever reads headers only. */
export async function movie({
  width = 640,
  height = 360,
  rotation = 0,
  picture = true,
  sound = true,
  sounds = sound ? 1 : 0,
  seconds = 3,
  cover,
}: MovieShape = {}): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const video = new EncodedVideoPacketSource('vp9');
  const audios = Array.from({ length: sounds }, () => new EncodedAudioPacketSource('opus'));
  if (picture) output.addVideoTrack(video, { rotation });
  for (const audio of audios) output.addAudioTrack(audio);
  if (cover)
    output.setMetadataTags({ images: [{ kind: 'coverFront', mimeType: 'image/jpeg', data: cover }] });
  await output.start();
  const picturesAre = { codec: 'vp09.00.10.08', codedWidth: width, codedHeight: height };
  const soundIs = { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 };
  for (let second = 0; second < seconds; second += 1) {
    if (picture) await video.add(frame(second), { decoderConfig: picturesAre });
    for (const audio of audios) await audio.add(frame(second), { decoderConfig: soundIs });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
