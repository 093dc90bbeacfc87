import type { Child } from 'hono/jsx';
import type { Me } from '../../../shared/people.ts';
import type { Assets, Script } from './assets.ts';
import { Fin } from './fin.tsx';

/** When the page's script asks for a new session: both in ms, `refreshInMs` from now. */
export type SessionLife = { refreshInMs: number; lifeMs: number };

/** What every page is given: the browser's files, who is signed in, and for how long. */
export type Frame = { assets: Assets; me: Me | null; session: SessionLife | null };

type Section = 'watch' | 'manage' | null;

const here = (yes: boolean) => (yes ? { 'aria-current': 'page' as const } : {});

const Account = ({ me }: { me: Me }) => (
  <form class="account" method="post" action="/auth/logout">
    <span class="who">{me.email ?? 'Signed in'}</span>
    <button type="submit" class="quiet">
      Sign out
    </button>
  </form>
);

const Header = ({ me, section }: { me: Me | null; section: Section }) => (
  <header class="top">
    <div class="inner">
      <a class="brand" href="/" aria-label="Shark: all videos">
        <Fin />
        <span class="word">Shark</span>
      </a>
      {me?.role === 'admin' && (
        <nav aria-label="Main">
          <a href="/" {...here(section === 'watch')}>
            Watch
          </a>
          <a href="/admin" {...here(section === 'manage')}>
            Manage
          </a>
        </nav>
      )}
      {me ? (
        <Account me={me} />
      ) : (
        <a class="account button" href="/auth/login?return=/">
          Sign in
        </a>
      )}
    </div>
  </header>
);

type PageProps = Frame & { title: string; section?: Section; scripts?: Script[]; children?: Child };

/** The document around a page's content: readable without script; `scripts` are those it needs besides `app`. */
export const Page = ({ assets, me, session, title, section = null, scripts = [], children }: PageProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#111f27" media="(prefers-color-scheme: dark)" />
      <meta name="referrer" content="same-origin" />
      <title>{title === 'Shark' ? title : `${title} · Shark`}</title>
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={assets.style} />
      {me && <script type="module" src={assets.script('app')} />}
      {scripts.map((name) => (
        <script type="module" src={assets.script(name)} />
      ))}
    </head>
    <body data-refresh-in={session?.refreshInMs} data-session-life={session?.lifeMs}>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <Header me={me} section={section} />
      <main id="content" tabindex={-1}>
        {children}
      </main>
      <p class="news" id="news" role="status" />
    </body>
  </html>
);

/** The tabs above every page of the administration. */
export const ManageTabs = ({ tab }: { tab: 'videos' | 'upload' | 'people' | 'trash' }) => (
  <nav class="tabs" aria-label="Manage">
    <a href="/admin" {...here(tab === 'videos')}>
      Videos
    </a>
    <a href="/admin/upload" {...here(tab === 'upload')}>
      Upload
    </a>
    <a href="/admin/people" {...here(tab === 'people')}>
      People
    </a>
    <a href="/admin/trash" {...here(tab === 'trash')}>
      Trash
    </a>
  </nav>
);

export const NoScript = ({ what }: { what: string }) => (
  <noscript>
    <p class="note">{what} needs JavaScript. Allow it for this site, then load the page again.</p>
  </noscript>
);
