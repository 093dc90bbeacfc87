import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { colours, fin } from '../../http/look.ts';

const style = `${colours}
body { min-height: 100vh; display: grid; place-items: center; padding: 1.5rem 1rem }
main { width: 100%; max-width: 25rem; padding: 0 clamp(1.25rem, 6vw, 2rem) 2rem; border: 1px solid var(--line); border-radius: .875rem; background: var(--surface) }
.brand { display: flex; align-items: end; gap: .6rem; margin: 0 0 1.5rem; padding-top: 1.25rem; border-bottom: 1px solid var(--line); font-weight: 700; letter-spacing: -.02em }
.brand .fin { flex: none }
.brand span { padding-bottom: .75rem }
h1 { margin: 0 0 1rem; font-size: 1.5rem }
label { display: block; margin: 1rem 0 .25rem; font-size: .8125rem; font-weight: 600 }
input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--edge); border-radius: .5rem }
input[aria-invalid] { border-color: var(--bad) }
button { width: 100%; min-height: 2.75rem; margin-top: 1.5rem; font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); border: 0; border-radius: .5rem; cursor: pointer }
button:hover { filter: brightness(1.1) }
.error, .notice { margin: 0 0 1rem; padding: .75rem 1rem; border-left: 3px solid; border-radius: .25rem; overflow-wrap: anywhere }
.error { border-color: var(--bad); background: var(--bad-sunk) }
.notice { border-color: var(--accent); background: var(--sunk) }
.hint { margin: .25rem 0 0; color: var(--soft); font-size: .8125rem }
.foot { margin: 1.25rem 0 0; text-align: center }`;

export type Html = ReturnType<typeof html>;

const layout = (title: string, content: Html) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Shark Video</title><style>${raw(style)}</style></head>
<body><main><p class="brand">${raw(fin)}<span>Shark Video</span></p><h1>${title}</h1>${content}</main></body>
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
