import { formatDuration } from '../../../../shared/format.ts';
import type { Version, VersionList } from '../../../../shared/versions.ts';
import type { Video } from '../../../../shared/video.ts';
import { minuteOf, qualityList, usd } from '../words.ts';

const PlayAgain = ({ video, version }: { video: Video; version: Version }) => (
  <shark-form
    method="POST"
    action={`/api/videos/${video.id}/rollback`}
    confirm={`Play the version of ${minuteOf(version.createdAt)} again? The present one is kept.`}
    confirm-word="Play it again"
    done="It plays again."
    refresh="summary media versions facts"
  >
    <form method="dialog">
      <input type="hidden" name="version" value={version.version} />
      <button
        type="submit"
        class="quiet"
        aria-label={`Play again: version of ${minuteOf(version.createdAt)}`}
      >
        Play this one
      </button>
    </form>
  </shark-form>
);

const VersionRow = ({ video, version }: { video: Video; version: Version }) => (
  <li class="row">
    <span class="name">
      <strong>{version.fileName}</strong>
      <span class="facts">
        {[
          minuteOf(version.createdAt),
          formatDuration(version.durationMs),
          qualityList(version.resolutions),
          version.actualUsd === null ? '' : usd(version.actualUsd),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </span>
    {version.current ? (
      <span class="badge on">Plays now</span>
    ) : (
      <PlayAgain video={video} version={version} />
    )}
  </li>
);

/** Replacing the file, and what was made of it before. */
export const Versions = ({ video, list }: { video: Video; list: VersionList }) => (
  <section aria-labelledby="versions-name">
    <h2 id="versions-name">Versions</h2>
    <div data-part="versions">
      {list.versions.length > 0 && (
        <ul class="rows plain">
          {list.versions.map((version) => (
            <VersionRow video={video} version={version} />
          ))}
        </ul>
      )}
    </div>
    <shark-replace video={video.id}>
      <label class="button quiet">
        Replace the file
        <input type="file" class="hidden" accept="video/*,audio/*,.mkv,.ts,.mxf" />
      </label>
      <p class="hint">
        Address, title and captions stay; the present version plays until the new one is ready.
      </p>
      <ul class="rows plain uploads" aria-label="Replacement" />
    </shark-replace>
  </section>
);
