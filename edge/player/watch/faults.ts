/** Why playing stopped, as data; `answer` is the HTTP status of the file that failed, where there was one. */
export type Fault = { kind: 'refused' | 'gone' | 'network' | 'broken' | 'unsupported' };

type Failed = { network: boolean; answer: number | undefined };

/** What a fatal failure of hls.js means. 401 and 403 come after renewing the cookies was tried. */
export function faultOf({ network, answer }: Failed): Fault {
  if (!network) return { kind: 'broken' };
  if (answer === 403 || answer === 401) return { kind: 'refused' };
  if (answer === 404 || answer === 410) return { kind: 'gone' };
  return { kind: 'network' };
}

type Words = { title: string; next: string; again: boolean; signIn?: boolean };

/** What a person reads, whether trying again can help, and whether signing in may. */
export const faultWords: Record<Fault['kind'], Words> = {
  refused: {
    title: 'This video is closed to you now',
    next: 'You may have been signed out. Sign in again; if that does not help, ask an admin.',
    again: true,
    signIn: true,
  },
  gone: {
    title: 'This video was taken down',
    next: 'Somebody unpublished, replaced or deleted it. Load the page again to be sure.',
    again: false,
  },
  network: {
    title: 'The connection was lost',
    next: 'Check your connection. Playing goes on where it stopped.',
    again: true,
  },
  broken: {
    title: 'A part of this video cannot be shown',
    next: 'Try again; if it stops at the same place, tell an admin which one.',
    again: true,
  },
  unsupported: {
    title: 'This browser cannot play the video',
    next: 'Update it, or use a recent Chrome, Edge, Firefox or Safari.',
    again: false,
  },
};
