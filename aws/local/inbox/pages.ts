import { html, raw } from 'hono/html';
import { colours, fin } from '../http/look.ts';
import type { StoredMail } from './mail-store.ts';

const style = `${colours}
.top { background: var(--surface); border-bottom: 1px solid var(--line) }
.top p { display: flex; align-items: end; gap: .6rem; max-width: 60rem; min-height: 3.5rem; margin: 0 auto; padding: 0 1rem; font-weight: 700 }
.top .fin { flex: none }
.top span { align-self: center }
header, main { max-width: 60rem; margin: 0 auto; padding: 1rem }
h1 { font-size: 1.5rem; margin: .5rem 0 }
h2 { font-size: 1.125rem }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .875rem; background: var(--surface); overflow: hidden }
li + li { border-top: 1px solid var(--line) }
li a { display: block; padding: .75rem 1rem; text-decoration: none; color: inherit }
li a:hover, li a:focus-visible { background: var(--sunk) }
li a:focus-visible { outline-offset: -2px }
li strong, li span { display: block; overflow-wrap: anywhere }
li span, dt, time, .soft { color: var(--soft); font-size: .8125rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1rem }
dd { margin: 0; overflow-wrap: anywhere }
iframe, pre { width: 100%; border: 1px solid var(--line); border-radius: .875rem; background: var(--surface) }
iframe { height: 44rem }
@media (max-width: 40rem) { iframe { height: 52rem } }
pre { padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--soft) }`;

const layout = (title: string, content: unknown) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(style)}</style></head>
<body><div class="top"><p>${raw(fin)}<span>Inbox</span></p></div>${content}</body>
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
    html`<header><h1>Mail sent on this machine</h1><p class="soft">Nothing leaves it.</p></header><main>${list}</main>`,
  );
}

/** One mail; its HTML runs in a frame without scripts or the inbox's origin, its links open in a new tab. */
export function mailPage({ id, at, from, to, subject, text, html: body }: StoredMail) {
  const frame = html`<iframe title="HTML of the mail" src="/mail/${id}/html"
    sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
  return layout(
    subject || '(no subject)',
    html`<header><p><a href="/">All mails</a></p><h1>${subject || '(no subject)'}</h1>
<dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to.join(', ')}</dd><dt>Sent</dt><dd>${when(at)}</dd></dl></header>
<main>${body ? frame : ''}${text ? html`<h2>Plain text</h2><pre>${text}</pre>` : ''}</main>`,
  );
}

export const missingPage = () =>
  layout('No such mail', html`<main><h1>No such mail</h1><p><a href="/">All mails</a></p></main>`);
