import { formatDuration } from '../../../shared/format.ts';
import type { VideoSummary } from '../../../shared/video.ts';
import { NoPicture } from './fin.tsx';
import { Status } from './status.tsx';
import { inProgress, minuteOf, qualityList, usd } from './words.ts';

/** A draft's pictures open to its own cookie only, so a list of many shows those of published ones. */
const Thumbnail = ({ video }: { video: VideoSummary }) => (
  <span class="picture">
    {video.published && video.poster ? (
      <img src={video.poster.url} alt="" loading="lazy" decoding="async" data-gated="" />
    ) : (
      <NoPicture label="" />
    )}
  </span>
);

const factsOf = ({ durationMs, resolutions }: VideoSummary) =>
  [durationMs === null ? '' : formatDuration(durationMs), qualityList(resolutions)]
    .filter(Boolean)
    .join(' · ');

const Tags = ({ tags }: Pick<VideoSummary, 'tags'>) =>
  tags.length > 0 && (
    <span class="tags">
      {tags.map((tag) => (
        <span>{tag}</span>
      ))}
    </span>
  );

/** Why it failed, with a button that tries again, or with what to do where trying is of no use. */
const Failure = ({ video: { id, title, status, failure } }: { video: VideoSummary }) =>
  failure && (
    <div class="failure">
      <p>
        {status === 'ready' && 'The new version failed. '}
        {failure.message} {!failure.retryable && failure.remedy}
      </p>
      {failure.retryable && (
        <shark-form
          method="POST"
          action={`/api/videos/${id}/retry`}
          done={`“${title}” is tried again.`}
          refresh="videos spend"
        >
          <form method="dialog">
            <button type="submit" class="quiet" aria-label={`Retry: ${title}`}>
              Retry
            </button>
          </form>
        </shark-form>
      )}
    </div>
  );

/** A new version on its way, while another plays. */
const replacementOf = ({ status, next }: VideoSummary) =>
  status === 'ready' && next && inProgress(next.status) ? next : null;

const State = ({ video }: { video: VideoSummary }) => {
  const next = replacementOf(video);
  return (
    <>
      <Status {...video} />
      {next && (
        <span class="replacement">
          <span class="small">New version:</span>
          <Status title={video.title} {...next} />
        </span>
      )}
    </>
  );
};

/** What was billed, else what it is reckoned at; below a cent nobody asks which. */
const Cost = ({ cost }: Pick<VideoSummary, 'cost'>) => {
  const known = cost?.actualUsd ?? cost?.estimatedUsd ?? null;
  if (known === null) return <span class="small">not known</span>;
  return cost?.actualUsd === null && known >= 0.01 ? `about ${usd(known)}` : usd(known);
};

/** One video of the table; `data-state` tells the live element when more than its per cent has changed. */
export const VideoRow = ({ video }: { video: VideoSummary }) => (
  <tr
    data-state={`${video.status} ${video.updatedAt}`}
    data-moving={inProgress(video.status) || replacementOf(video) !== null}
  >
    <td class="choice">
      <input
        type="checkbox"
        id={`choose-${video.id}`}
        value={video.id}
        aria-label={`Choose ${video.title}`}
        autocomplete="off"
        data-choice
      />
    </td>
    <th scope="row">
      <Thumbnail video={video} />
      <span class="name">
        <a href={`/admin/videos/${video.id}`}>{video.title}</a>
        <span class="facts">{factsOf(video)}</span>
        <Tags tags={video.tags} />
        <Failure video={video} />
      </span>
    </th>
    <td class="state">
      <State video={video} />
    </td>
    <td class="published">
      <span class={video.published ? 'badge on' : 'badge'}>{video.published ? 'Published' : 'Draft'}</span>
    </td>
    <td class="cost">
      <span class="label">Cost </span>
      <Cost cost={video.cost} />
    </td>
    <td class="changed">
      <time datetime={video.updatedAt}>{minuteOf(video.updatedAt)}</time>
    </td>
  </tr>
);
