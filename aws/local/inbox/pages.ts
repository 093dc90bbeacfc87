import { html, raw } from 'hono/html';
import type { StoredMail } from './mail-store.ts';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d9dee5, #333b46); --soft: light-dark(#5b6673, #9aa6b4); --card: light-dark(#fff, #171c23); }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#f4f6f8, #0e1116); color: light-dark(#17202a, #e7ecf2) }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.4rem; margin: .5rem 0 }
a { color: light-dark(#0b5cad, #7ab8ff) }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .6rem; background: var(--card) }
li + li { border-top: 1px solid var(--line) }
li a { display: block; padding: .8rem 1rem; text-decoration: none; color: inherit }
li a:hover, li a:focus-visible { background: light-dark(#eaf2fb, #1f2833) }
li strong, li span { display: block; overflow-wrap: anywhere }
li span, dt, time { color: var(--soft); font-size: .9rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1rem }
dd { margin: 0; overflow-wrap: anywhere }
iframe, pre { width: 100%; border: 1px solid var(--line); border-radius: .6rem; background: #fff; color: #17202a }
iframe { height: 44rem }
pre { padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere }`;

const layout = (title: string, content: unknown) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(style)}</style></head>
<body>${content}</body>
</html>`;

const when = (at: string) => html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;

/** The list of mails, newest first. */
export function inboxPage(mails: StoredMail[]) {
  const items = mails.map(
    ({ id, at, to, subject }) => html`<li><a href="/mail/${id}"><strong>${subject || '(no subject)'}</strong>
      <span>to ${to.join(', ')} · ${when(at)}</span></a></li>`,
  );
  const list = items.length ? html`<ul>${items}</ul>` : html`<p>No mail yet.</p>`;
  return layout(
    `Inbox (${mails.length})`,
    html`<header><h1>Inbox</h1><p>Mail sent on this machine. Nothing leaves it.</p></header><main>${list}</main>`,
  );
}

/** One mail; its HTML runs in a frame without scripts or the inbox's origin, its links open in a new tab. */
export function mailPage({ id, at, from, to, subject, text, html: body }: StoredMail) {
  const frame = html`<iframe title="HTML of the mail" src="/mail/${id}/html"
    sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  return layout(
    subject || '(no subject)',
    html`<header><p><a href="/">← Inbox</a></p><h1>${subject || '(no subject)'}</h1>
<dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to.join(', ')}</dd><dt>Sent</dt><dd>${when(at)}</dd></dl></header>
<main>${body ? frame : ''}${text ? html`<h2>Plain text</h2><pre>${text}</pre>` : ''}</main>`,
  );
}

export const missingPage = () =>
  layout('No such mail', html`<main><h1>No such mail</h1><p><a href="/">← Inbox</a></p></main>`);
