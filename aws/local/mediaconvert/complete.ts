import type { OutputFile } from './deliver.ts';
import type { OutputDetail } from './job.ts';
import type { Made } from './made.ts';
import type { Names } from './names.ts';
import type { Plan } from './plan.ts';
import { bandwidthOf } from './track.ts';
import type { BlackSegment } from './transcode.ts';
import type { Place, Wanted } from './wanted.ts';

const uri = ({ bucket, key }: Place) => `s3://${bucket}/${key}`;
const inMs = (seconds: number) => Math.round(seconds * 1000);

export type Finished = {
  wanted: Wanted;
  plan: Plan;
  made: Made;
  names: Names;
  frames: OutputFile[];
  black: BlackSegment[];
  warnings: { code: number; count: number }[];
};

function streamDetail({ wanted, made, names, black }: Finished) {
  const place = (name: string) => uri({ bucket: wanted.destination.bucket, key: `${names.folder}${name}` });
  const blackMs = inMs(black.reduce((total, { start, end }) => total + end - start, 0));
  const cmaf = wanted.container === 'cmaf';
  const file = (name: string) => (cmaf ? {} : { outputFilePaths: [place(name)] });
  const videos = made.videos.map(({ rendition, track }) => ({
    ...file(names.playlist(rendition)),
    durationInMs: inMs(track.seconds),
    ...(cmaf && { blackVideoDurationInMs: blackMs }),
    videoDetails: {
      widthInPx: rendition.width,
      heightInPx: rendition.height,
      ...(cmaf && { averageBitrate: bandwidthOf(track).average }),
    },
  }));
  const sounds = made.audios.map(({ wanted: audio, track }) => ({
    ...file(names.playlist(audio)),
    durationInMs: inMs(track.seconds),
  }));
  const captions = made.captions.map((caption) => ({
    ...file(names.playlist(caption.wanted)),
    durationInMs: inMs(made.seconds),
  }));
  return {
    type: cmaf ? 'CMAF_GROUP' : 'HLS_GROUP',
    playlistFilePaths: [
      ...(wanted.hls ? [place(names.master)] : []),
      ...(wanted.dash ? [place(names.dash)] : []),
    ],
    outputDetails: [...videos, ...sounds, ...captions],
  };
}

/** Only the last image is reported, as the service does. */
function frameDetail({ plan, made, frames }: Finished) {
  const last = frames.at(-1);
  const size = plan.frames;
  return {
    type: 'FILE_GROUP',
    outputDetails:
      last && size
        ? [
            {
              outputFilePaths: [uri(last.place)],
              durationInMs: inMs(made.seconds),
              videoDetails: { widthInPx: size.width, heightInPx: size.height },
            },
          ]
        : [],
  };
}

/** What COMPLETE adds (docs.aws.amazon.com/mediaconvert/latest/ug/ev_status_complete.html); black in seconds. */
export function completeDetail(finished: Finished) {
  const { wanted, black, warnings } = finished;
  const blackSeconds = black.reduce((total, { start, end }) => total + end - start, 0);
  return {
    paddingInserted: 0,
    ...(black.length > 0 && {
      blackVideoDetected: Number(blackSeconds.toFixed(3)),
      blackSegments: black,
    }),
    ...(warnings.length > 0 && { warnings }),
    outputGroupDetails: wanted.groups.map((group) =>
      group === 'streams' ? streamDetail(finished) : frameDetail(finished),
    ),
  };
}

/** The same as GetJob tells it: durations and sizes only. */
export function jobOutputs(detail: ReturnType<typeof completeDetail>): { outputDetails: OutputDetail[] }[] {
  return detail.outputGroupDetails.map(({ outputDetails }) => ({
    outputDetails: outputDetails.map((output) => ({
      durationInMs: output.durationInMs,
      ...('videoDetails' in output && {
        videoDetails: {
          widthInPx: output.videoDetails.widthInPx,
          heightInPx: output.videoDetails.heightInPx,
        },
      }),
    })),
  }));
}
