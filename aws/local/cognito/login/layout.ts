import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const style = `
:root { color-scheme: light dark; --line: light-dark(#c9d1db, #3a4350); --soft: light-dark(#52606d, #a3afbd); --accent: light-dark(#0b5cad, #2f81d6) }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#eef2f6, #0e1116); color: light-dark(#17202a, #e7ecf2) }
main { width: 100%; max-width: 25rem; padding: 2rem; border: 1px solid var(--line); border-radius: 1rem; background: light-dark(#fff, #171c23); box-shadow: 0 1px 3px #0002 }
.brand { margin: 0; font-weight: 700; color: light-dark(#0b5cad, #7ab8ff) }
h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25 }
label { display: block; margin: 1rem 0 .3rem; font-weight: 600 }
input { width: 100%; padding: .65rem .75rem; font: inherit; color: inherit; background: light-dark(#fff, #0e1116); border: 1px solid light-dark(#7b8794, #67727f); border-radius: .5rem }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid light-dark(#7ab8ff, #4c94dd); outline-offset: 2px }
input[aria-invalid] { border-color: light-dark(#b42318, #ff8a80) }
button { width: 100%; margin-top: 1.5rem; padding: .75rem; font: inherit; font-weight: 600; color: #fff; background: light-dark(#0b5cad, #1f6fc0); border: 0; border-radius: .5rem; cursor: pointer }
button:hover { background: light-dark(#094b8e, #185a9d) }
a { color: light-dark(#0b5cad, #7ab8ff) }
.error, .notice { margin: 0 0 1rem; padding: .65rem .75rem; border-radius: .5rem; overflow-wrap: anywhere }
.error { color: light-dark(#8a1c12, #ffb4ab); background: light-dark(#fdecea, #3b1512) }
.notice { color: light-dark(#0f5132, #a6e3c0); background: light-dark(#e6f4ec, #12301f) }
.hint { margin: .3rem 0 0; color: var(--soft); font-size: .9rem }
.foot { margin: 1.25rem 0 0; text-align: center }`;

export type Html = ReturnType<typeof html>;

const layout = (title: string, content: Html) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Shark Video</title><style>${raw(style)}</style></head>
<body><main><p class="brand">Shark Video</p><h1>${title}</h1>${content}</main></body>
</html>`;

export type Page = { title: string; content: Html; status?: ContentfulStatusCode };

/**
 * Answers with a page that runs no script and sits in no frame. Chromium applies `form-action` to the redirect after a
 * form too, so the page names where its form may lead in the end.
 */
export function show(c: Context, { title, content, status = 200 }: Page, formTarget?: string) {
  const target = formTarget ? ` ${new URL(formTarget).origin}` : '';
  return c.html(layout(title, content), status, {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'${target}`,
    // Not no-referrer: that makes browsers send `Origin: null` with the forms.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
}
