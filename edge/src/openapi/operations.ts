import type { Method, Operation, OperationTable } from './operation.ts';
import { browser } from './operations/browser.ts';
import { general } from './operations/general.ts';
import { issuer } from './operations/issuer.ts';
import { keys } from './operations/keys.ts';
import { people } from './operations/people.ts';
import { positions } from './operations/positions.ts';
import { uploads } from './operations/uploads.ts';
import { versions } from './operations/versions.ts';
import { videos } from './operations/videos.ts';

type Noun = { tag: string; about: string; table: OperationTable };

/** The nouns of the API in the order of the reference. */
export const nouns: Noun[] = [
  {
    tag: 'Videos',
    about: 'Find, watch, edit, publish and remove videos.',
    table: { ...videos, ...versions, ...positions },
  },
  { tag: 'Uploads', about: 'Send a file in parts, straight to the bucket.', table: uploads },
  { tag: 'Keys', about: 'Cookies that open media files for a browser.', table: keys },
  { tag: 'People', about: 'Who is let in.', table: people },
  { tag: 'General', about: 'The service itself, and who is asking.', table: general },
  { tag: 'Sign-in', about: 'What the pages use to sign in and out; programs use OAuth 2.0.', table: browser },
  { tag: 'Issuer', about: 'The Worker’s own identity, for AWS and nobody else.', table: issuer },
];

/** Every operation but the pages; a test holds it to the app's routes, both ways. */
export const operations: Operation[] = nouns.flatMap(({ tag, table }) =>
  Object.entries(table).map(([name, described]) => {
    const [method = '', path = ''] = name.split(' ');
    return { ...described, method: method.toLowerCase() as Method, path, tag };
  }),
);
