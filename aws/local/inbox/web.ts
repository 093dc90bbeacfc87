import { Hono } from 'hono';
import type { MailStore } from './mail-store.ts';
import { inboxPage, mailPage, missingPage } from './pages.ts';

const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'";
const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:";

/** The inbox for people (`/`) and for tests (`/store`, all mails as JSON, newest first). */
export function createInboxWeb(store: MailStore): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', pagePolicy);
  });
  app.get('/', (c) => c.html(inboxPage(store.all())));
  app.get('/store', (c) =>
    c.json({
      emails: store
        .all()
        .map(({ id, at, from, to, subject, text, html }) => ({ id, at, from, to, subject, text, html })),
    }),
  );
  app.get('/mail/:id', (c) => {
    const mail = store.get(c.req.param('id'));
    return mail ? c.html(mailPage(mail)) : c.html(missingPage(), 404);
  });
  app.get('/mail/:id/html', (c) => {
    const mail = store.get(c.req.param('id'));
    if (!mail) return c.html(missingPage(), 404);
    return c.html(`<base target="_blank">${mail.html}`, 200, { 'Content-Security-Policy': mailPolicy });
  });
  app.notFound((c) => c.html(missingPage(), 404));
  return app;
}
