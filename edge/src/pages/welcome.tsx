import { Fin } from './fin.tsx';
import { type Frame, Page } from './page.tsx';

/** `/` for somebody who is not signed in. */
export const WelcomePage = ({ frame }: { frame: Frame }) => (
  <Page {...frame} title="Shark">
    <section class="welcome">
      <div class="words">
        <h1>Your team’s videos, and nobody else’s.</h1>
        <p>
          Sign in with the e-mail address you were invited with. If you have no invitation yet, ask the person
          who looks after your videos.
        </p>
        <a class="button" href="/auth/login?return=/">
          Sign in
        </a>
        <p class="small">
          Invited, but you cannot get in? <a href="/auth/help">Get help</a>
        </p>
      </div>
      <div class="sea" aria-hidden="true">
        <Fin size={112} />
      </div>
    </section>
  </Page>
);
