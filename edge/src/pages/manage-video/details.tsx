import { formatBytes } from '../../../../shared/format.ts';
import type { Rendition, Video, VideoStatus } from '../../../../shared/video.ts';
import { qualityList, usd } from '../words.ts';

const noQuality: Record<VideoStatus, string> = {
  uploading: 'None yet',
  queued: 'None yet',
  transcoding: 'None yet',
  ready: 'Sound only',
  failed: 'None',
};

/** A file that was never understood has neither a known size nor a known sound. */
const pictureOf = ({ width, height, hasAudio }: NonNullable<Video['source']>) =>
  width === null ? (hasAudio === null ? 'Not known' : 'None') : `${width} × ${height}`;

const costOf = ({ actualUsd, estimatedUsd }: NonNullable<Video['cost']>) =>
  actualUsd === null
    ? estimatedUsd === null
      ? 'Not known yet'
      : `about ${usd(estimatedUsd)}`
    : usd(actualUsd);

/** The file that a video was made from, and what making it cost. */
export const SourceFacts = ({ video }: { video: Video }) => {
  const { source, resolutions, status, warnings = [], cost } = video;
  if (!source) return null;
  return (
    <section aria-labelledby="file-name">
      <h2 id="file-name">File</h2>
      <dl class="source">
        <dt>Name</dt>
        <dd>{source.fileName}</dd>
        <dt>Size</dt>
        <dd>{formatBytes(source.sizeBytes)}</dd>
        <dt>Picture</dt>
        <dd>{pictureOf(source)}</dd>
        <dt>Qualities</dt>
        <dd>{qualityList(resolutions) || noQuality[status]}</dd>
        {cost && (
          <>
            <dt>Encoding</dt>
            <dd>{costOf(cost)}</dd>
          </>
        )}
        {warnings.length > 0 && (
          <>
            <dt>Left out</dt>
            <dd>{warnings.map(({ message }) => message).join(' ')}</dd>
          </>
        )}
      </dl>
      {status !== 'uploading' && !video.failure && (
        <p>
          <a href={`/admin/videos/${video.id}/original`}>Download the original</a>
        </p>
      )}
    </section>
  );
};

const megabits = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const RenditionRow = ({ width, height, frameRate, bandwidthBps, codecs }: Rendition) => (
  <tr>
    <th scope="row">
      {width} × {height}
    </th>
    <td>{frameRate === null ? 'as it comes' : `${Math.round(frameRate * 100) / 100}`}</td>
    <td>{megabits.format(bandwidthBps / 1e6)}</td>
    <td>
      <code>{codecs}</code>
    </td>
  </tr>
);

/** What was made of the file, quality by quality. */
export const Renditions = ({ video }: { video: Video }) =>
  video.renditions.length > 0 && (
    <div>
      <h2 id="renditions-name">Renditions</h2>
      <section class="wide" aria-labelledby="renditions-name" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Size</th>
              <th scope="col">Frames/s</th>
              <th scope="col">Mbit/s at most</th>
              <th scope="col">Codecs</th>
            </tr>
          </thead>
          <tbody>
            {video.renditions.map((rendition) => (
              <RenditionRow {...rendition} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );

/** The moments shown on the seek bar. */
export const Storyboard = ({ video }: { video: Video }) =>
  video.storyboard && (
    <section aria-labelledby="storyboard-name">
      <h2 id="storyboard-name">Storyboard</h2>
      <shark-storyboard src={video.storyboard.url} video={video.id}>
        <p class="hint">What the seek bar shows when one points at it.</p>
      </shark-storyboard>
    </section>
  );
