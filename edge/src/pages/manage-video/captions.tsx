import type { Video } from '../../../../shared/video.ts';

const Track = ({ video, track }: { video: Video; track: Video['captions'][number] }) => (
  <li class="row">
    <span class="name">
      <strong>{track.label}</strong>
      <span class="facts">{track.language}</span>
    </span>
    <shark-form
      method="DELETE"
      action={`/api/videos/${video.id}/captions/${track.id}`}
      confirm={`Remove the captions “${track.label}”?`}
      confirm-word="Remove"
      done="Removed."
      refresh="captions"
    >
      <form method="dialog">
        <button type="submit" class="quiet" aria-label={`Remove captions: ${track.label}`}>
          Remove
        </button>
      </form>
    </shark-form>
  </li>
);

const Add = ({ video }: { video: Video }) => (
  <details class="panel">
    <summary>Add captions</summary>
    <shark-form
      method="POST"
      action={`/api/videos/${video.id}/captions`}
      done="Added."
      refresh="captions"
      reset=""
    >
      <form class="stack" method="dialog">
        <div class="field">
          <label for="captions-text">File</label>
          <input
            id="captions-text"
            name="text"
            type="file"
            accept=".vtt,.srt"
            data-format="format"
            aria-describedby="captions-hint"
            required
          />
          <p class="hint" id="captions-hint">
            WebVTT (.vtt) or SubRip (.srt).
          </p>
        </div>
        <div class="field">
          <label for="captions-language">Language</label>
          <input
            id="captions-language"
            name="language"
            placeholder="en"
            required
            maxlength={20}
            aria-describedby="language-hint"
          />
          <p class="hint" id="language-hint">
            Its code, such as en, de or pt-BR.
          </p>
        </div>
        <div class="field">
          <label for="captions-label">Name in the player’s menu</label>
          <input id="captions-label" name="label" placeholder="English" required maxlength={80} />
        </div>
        <p class="actions">
          <button type="submit">Add captions</button>
        </p>
      </form>
    </shark-form>
  </details>
);

/** The caption tracks of a video: those read from its file and those somebody added. */
export const Captions = ({ video }: { video: Video }) =>
  video.playback && (
    <section aria-labelledby="captions-name">
      <h2 id="captions-name">Captions</h2>
      <div data-part="captions">
        {video.captions.length > 0 ? (
          <ul class="rows plain">
            {video.captions.map((track) => (
              <Track video={video} track={track} />
            ))}
          </ul>
        ) : (
          <p class="hint">None yet.</p>
        )}
      </div>
      <Add video={video} />
    </section>
  );
