import { type Frame, Page } from './page.tsx';

type AskProps = { email: string; complaint: string | undefined };

const Ask = ({ email, complaint }: AskProps) => (
  <form class="stack" method="post" action="/auth/help">
    <div class="field">
      <label for="email">E-mail address</label>
      <input
        id="email"
        name="email"
        type="email"
        value={email}
        required
        maxlength={254}
        autocomplete="email"
        {...(complaint ? { 'aria-invalid': 'true', 'aria-describedby': 'complaint' } : {})}
      />
      {complaint && (
        <p class="complaint" id="complaint" role="alert">
          {complaint}
        </p>
      )}
    </div>
    <button type="submit">Send it again</button>
  </form>
);

type HelpProps = {
  frame: Frame;
  invitationDays: number;
  /** Whether an address was taken; what became of it is told to nobody. */
  asked?: boolean;
  email?: string;
  complaint?: string;
};

/** `/auth/help`, for whoever cannot get in: a way on for every reason there is. */
export const HelpPage = ({ frame, invitationDays, asked = false, email = '', complaint }: HelpProps) => (
  <Page {...frame} title="Help with signing in">
    <section class="help">
      <h1>Cannot get in?</h1>
      {asked && (
        <p class="note" role="status">
          Thank you. If an invitation to that address has run out, a new one is on its way. That can take a
          few minutes; look among the spam as well.
        </p>
      )}
      <h2>Your invitation has run out</h2>
      <p>
        Its temporary password works for {invitationDays} days. Type in the address you were invited with, and
        we send a new one to it.
      </p>
      <Ask email={email} complaint={complaint} />
      <h2>You have signed in here before</h2>
      <p>
        Choose “Forgot your password?” on the <a href="/auth/login?return=/">sign-in page</a>: a code comes by
        mail, and with it you choose a new password.
      </p>
      <h2>The temporary password is refused</h2>
      <p>Copy it from the newest invitation, without spaces: each new one ends those before.</p>
      <h2>No mail arrives</h2>
      <p>
        An invitation that still works is not sent again: look for it among the spam. Otherwise you were
        perhaps invited with another address, or your access was taken away. Ask the person who looks after
        your videos; they see which it is and can send you a new invitation at once.
      </p>
    </section>
  </Page>
);
