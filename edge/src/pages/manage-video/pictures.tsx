import type { Video } from '../../../../shared/video.ts';
import { NoScript } from '../page.tsx';

/** The pictures to choose the poster from; choosing is part of the edit form. */
export const Posters = ({ video }: { video: Video }) => {
  const posters = video.posters ?? [];
  if (!video.playback) return null;
  return (
    <section class="posters" aria-labelledby="posters-name">
      <h2 id="posters-name">Poster</h2>
      {posters.length > 0 && (
        <fieldset>
          <legend class="hidden">Poster</legend>
          <div class="frames">
            {posters.map(({ id, url }, index) => (
              <label>
                <input type="radio" name="posterId" value={id} form="edit" checked={id === video.posterId} />
                <img
                  src={url}
                  alt={id.startsWith('own-') ? 'Your own picture' : `Moment ${index + 1} of the video`}
                  loading="lazy"
                  decoding="async"
                  data-gated={video.id}
                />
              </label>
            ))}
          </div>
          <p class="hint">Choose one, then save.</p>
        </fieldset>
      )}
      <shark-poster action={`/api/videos/${video.id}/poster`}>
        <label class="button quiet">
          Use a picture of your own
          <input type="file" class="hidden" accept="image/*" />
        </label>
        <p class="outcome" role="status" />
      </shark-poster>
      <NoScript what="A picture of your own" />
    </section>
  );
};
