import type { Method, Operation, OperationTable } from './operation.ts';
import { browser } from './operations/browser.ts';
import { general } from './operations/general.ts';
import { keys } from './operations/keys.ts';
import { people } from './operations/people.ts';
import { positions } from './operations/positions.ts';
import { uploads } from './operations/uploads.ts';
import { videos } from './operations/videos.ts';

const table: OperationTable = {
  ...general,
  ...videos,
  ...positions,
  ...uploads,
  ...keys,
  ...people,
  ...browser,
};

/** Every operation of the API and of sign-in; a test holds it to the app's routes, both ways. */
export const operations: Operation[] = Object.entries(table).map(([name, described]) => {
  const [method = '', path = ''] = name.split(' ');
  return { ...described, method: method.toLowerCase() as Method, path };
});
