import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import { Fin } from './fin.tsx';
import { type Frame, Page } from './page.tsx';

type Advice = { title: string; next: string };

const later: Advice = {
  title: 'Something is not working here',
  next: 'Nothing you did is lost. Wait a minute, then load the page again.',
};

const adviceOf: Partial<Record<ErrorCode, Advice>> = {
  not_found: {
    title: 'Nothing is here',
    next: 'The address may be mistyped, or the video was taken down. Look for it among the videos.',
  },
  forbidden: { title: 'This page is for admins', next: 'Ask an admin if you need something changed.' },
  insufficient_scope: {
    title: 'This page is for admins',
    next: 'Ask an admin if you need something changed.',
  },
  invalid_request: {
    title: 'This address does not make sense',
    next: 'Part of it was changed or cut off. Start again from the videos.',
  },
  unauthenticated: { title: 'You are signed out', next: 'Sign in again to go on.' },
  token_expired: { title: 'You are signed out', next: 'Sign in again to go on.' },
  rate_limited: { title: 'That was too quick', next: 'Wait a minute, then load the page again.' },
};

type ErrorProps = { frame: Frame; error: Pick<AppError, 'code' | 'status' | 'message'>; requestId: string };

/** Says in plain words what went wrong and what to do next; the request's id is for whoever looks into it. */
export const ErrorPage = ({ frame, error, requestId }: ErrorProps) => {
  const { title, next } = adviceOf[error.code] ?? later;
  return (
    <Page {...frame} title={title}>
      <section class="empty">
        <Fin size={64} />
        <h1>{title}</h1>
        <p>{next}</p>
        <p>
          {error.status === 401 ? (
            <a class="button" href="/auth/login?return=/">
              Sign in
            </a>
          ) : (
            <a class="button" href="/">
              Go to the videos
            </a>
          )}
        </p>
        {frame.me === null && (
          <p>
            You cannot get in? <a href="/auth/help">Get help with signing in</a>
          </p>
        )}
        <p class="small">
          {error.message} If it keeps happening, pass on this id: <code>{requestId}</code>
        </p>
      </section>
    </Page>
  );
};
