import { type Context, Hono } from 'hono';
import { readOwnCookie, sessionCookie } from '../auth/cookies.ts';
import { type Membership, mayManage } from '../auth/membership.ts';
import { readVisible } from '../catalog/videos.ts';
import { etagOf, listVideos, toVideo } from '../catalog/views.ts';
import type { AppEnv } from '../context.ts';
import { freshPerson, requireAdminPerson, signedIn } from '../middleware/session.ts';
import { openapiDocument } from '../openapi/document.ts';
import { CatalogPage } from '../pages/catalog.tsx';
import { ManagePeoplePage } from '../pages/manage-people.tsx';
import { ManageUploadPage } from '../pages/manage-upload.tsx';
import { ManageVideoPage } from '../pages/manage-video/page.tsx';
import { ManageVideosPage } from '../pages/manage-videos.tsx';
import { historyQuery, peopleQuery, videoIdOf, videosQuery } from '../pages/queries.ts';
import { ReferencePage } from '../pages/reference/reference.tsx';
import { frameOf, show } from '../pages/show.tsx';
import { TrashPage } from '../pages/trash.tsx';
import { WatchPage } from '../pages/watch.tsx';
import { WelcomePage } from '../pages/welcome.tsx';
import { readMailsLeft } from '../people/mail-budget.ts';
import { listPeople } from '../people/people.ts';
import { grantMedia } from '../signing/grant-media.ts';
import { spendOf } from '../spend/spend.ts';
import { listTrash } from '../trash/trash.ts';
import { listHistory, listVersions } from '../versions/list.ts';
import { sourceLink } from '../versions/source.ts';
import { readShelf } from '../watching/shelf.ts';
import { readWatching } from '../watching/watching.ts';

/** The catalog shows everybody the same: drafts are found among what is managed. */
const asViewer = (who: Membership): Membership => ({ ...who, role: 'viewer' });

/** Tags to choose from above the catalog. */
const mostTags = 12;

/** Grants one video's cookies with the document; tells in how many ms they want renewing. */
async function grantVideo(c: Context<AppEnv>, videoId: string): Promise<number> {
  const { renewAfter } = await grantMedia(c, { videoId });
  return Date.parse(renewAfter) - c.var.services.clock.now();
}

/** The browser's files where no asset router stands before the Worker; their names change with their content. */
async function browserFile(c: Context<AppEnv>): Promise<Response> {
  const found = await c.env.ASSETS?.fetch(c.req.raw);
  if (!found?.ok) return c.notFound();
  const headers = new Headers(found.headers);
  const forever = c.req.path.startsWith('/assets/');
  headers.set('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
  return new Response(found.body, { headers });
}

const hasSession = (c: Context<AppEnv>) => readOwnCookie(c, sessionCookie) !== undefined;

/** Documents that hand out media cookies; somebody shut out gets none. */
const viewing = [signedIn(), freshPerson()] as const;
const managing = [signedIn(), requireAdminPerson(), freshPerson()] as const;

export const pages = new Hono<AppEnv>()
  .get('/assets/*', browserFile)
  .get('/favicon.svg', browserFile)
  .get('/', async (c, next) => {
    if (hasSession(c)) return next();
    return show(c, <WelcomePage frame={await frameOf(c)} />);
  })
  .get('/', ...viewing, async (c) => {
    const { services, who } = c.var;
    const query = videosQuery(c.req.query(), ['q', 'tag', 'sort', 'cursor']);
    const [frame, list, tags, shelf] = await Promise.all([
      frameOf(c),
      listVideos(services, asViewer(who), query),
      services.search.tags(who.org, mostTags),
      readShelf(services, who, { unfinished: !query.q && !query.tag && !query.cursor }),
      grantMedia(c, {}),
    ]);
    const shown = { frame, list, tags, shelf, query, nowMs: services.clock.now() };
    return show(c, <CatalogPage {...shown} />, { previews: true });
  })
  .get('/api', async (c) => {
    const { settings } = c.var.services;
    const shown = { document: openapiDocument(settings), login: settings.LOGIN_ORIGIN };
    return show(c, <ReferencePage frame={await frameOf(c)} {...shown} />);
  })
  .get('/watch/:id', ...viewing, async (c) => {
    const { services, who } = c.var;
    const item = await readVisible(services, who, videoIdOf(c.req.param('id')));
    const [frame, watching] = await Promise.all([
      frameOf(c),
      readWatching(services, who, item, c.req.query('t')),
    ]);
    const video = toVideo(item, services.settings.MEDIA_ORIGIN, mayManage(who));
    // The poster of a published video is a card image.
    if (video.published) await grantMedia(c, {});
    const shown = { video, renewInMs: await grantVideo(c, video.id), requestId: c.get('requestId') };
    return show(c, <WatchPage frame={frame} {...shown} watching={watching} />, { player: true });
  })
  .get('/admin', ...managing, async (c) => {
    const query = videosQuery(c.req.query(), ['q', 'status', 'cursor']);
    const { services, who } = c.var;
    const [frame, list, spend] = await Promise.all([
      frameOf(c),
      listVideos(services, who, query),
      spendOf(services, who.org),
      grantMedia(c, {}),
    ]);
    return show(c, <ManageVideosPage {...{ frame, list, spend, query }} />);
  })
  .get('/admin/upload', ...managing, async (c) => {
    const { services, who } = c.var;
    const [frame, spend] = await Promise.all([frameOf(c), spendOf(services, who.org)]);
    return show(c, <ManageUploadPage frame={frame} spend={spend} />, { uploader: true });
  })
  .get('/admin/videos/:id', ...managing, async (c) => {
    const { services, who } = c.var;
    const id = videoIdOf(c.req.param('id'));
    const [frame, item, versions, history] = await Promise.all([
      frameOf(c),
      readVisible(services, who, id),
      listVersions(services, who, id),
      listHistory(services, who, id, historyQuery(c.req.query('events'))),
    ]);
    const video = toVideo(item, services.settings.MEDIA_ORIGIN, true);
    if (video.published) await grantMedia(c, {});
    const shown = { video, versions, history, etag: etagOf(item), renewInMs: await grantVideo(c, id) };
    return show(c, <ManageVideoPage frame={frame} {...shown} />, { player: true, uploader: true });
  })
  .get('/admin/videos/:id/original', ...managing, async (c) => {
    c.header('Cache-Control', 'private, no-store');
    const { url } = await sourceLink(c.var.services, c.var.who, videoIdOf(c.req.param('id')));
    return c.redirect(url);
  })
  .get('/admin/trash', ...managing, async (c) => {
    const [frame, list] = await Promise.all([frameOf(c), listTrash(c.var.services, c.var.who)]);
    return show(c, <TrashPage frame={frame} list={list} />);
  })
  .get('/admin/people', ...managing, async (c) => {
    const { services, who } = c.var;
    const query = peopleQuery(c.req.query());
    const [frame, list, mails] = await Promise.all([
      frameOf(c),
      listPeople(services, who, query),
      readMailsLeft(services, who.org),
    ]);
    return show(c, <ManagePeoplePage frame={frame} list={list} mails={mails} query={query} />);
  })
  .get('*', (c, next) => {
    const isPage = !/^\/(api|auth|assets)\//.test(c.req.path);
    // Only so that the page that says "nothing is here" knows who reads it.
    return isPage && hasSession(c) ? signedIn()(c, next) : next();
  });
