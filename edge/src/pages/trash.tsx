import type { TrashList } from '../../../shared/trash.ts';
import { trashDays } from '../../../shared/trash.ts';
import { Fin } from './fin.tsx';
import { type Frame, ManageTabs, NoScript, Page } from './page.tsx';
import { dayOf } from './words.ts';

const TrashRow = ({ video }: { video: TrashList['videos'][number] }) => (
  <li class="row">
    <span class="name">
      <strong>{video.title}</strong>
      <span class="facts">
        Deleted {dayOf(video.deletedAt)} · can be restored until {dayOf(video.restorableUntil)}
      </span>
    </span>
    <shark-form
      method="POST"
      action={`/api/videos/${video.id}/restore`}
      done={`“${video.title}” is back, as a draft.`}
      refresh="trash"
    >
      <form method="dialog">
        <button type="submit" class="quiet" aria-label={`Restore: ${video.title}`}>
          Restore
        </button>
      </form>
    </shark-form>
  </li>
);

const Empty = () => (
  <section class="empty">
    <Fin size={64} />
    <h2>The trash is empty</h2>
    <p>
      <a href="/admin">Back to the videos</a>
    </p>
  </section>
);

/** `/admin/trash` */
export const TrashPage = ({ frame, list }: { frame: Frame; list: TrashList }) => (
  <Page {...frame} title="Trash" section="manage" scripts={['admin']}>
    <ManageTabs tab="trash" />
    <div class="heading">
      <h1>Trash</h1>
    </div>
    <p class="hint">Deleted videos are kept for {trashDays} days, then removed with all their files.</p>
    <NoScript what="Restoring a video" />
    <div data-part="trash">
      {list.videos.length > 0 ? (
        <ul class="rows plain">
          {list.videos.map((video) => (
            <TrashRow video={video} />
          ))}
        </ul>
      ) : (
        <Empty />
      )}
    </div>
  </Page>
);
