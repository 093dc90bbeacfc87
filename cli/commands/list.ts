import { formatDuration } from '../../shared/format.ts';
import { listVideosQuerySchema, type VideoSummary, videoStatusSchema } from '../../shared/video.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { misused } from '../failure.ts';
import { table } from '../table.ts';

const pageSize = 100;

type Filters = {
  q?: string;
  tag?: string;
  status?: VideoSummary['status'];
  sort?: 'newest' | 'oldest' | 'title';
};

/** The first `most` videos that fit, page by page; and whether there are more. */
async function read({ api }: Context, filters: Filters, most: number) {
  const videos: VideoSummary[] = [];
  let cursor: string | undefined;
  do {
    const limit = String(Math.min(pageSize, most - videos.length));
    const query = { ...filters, limit, ...(cursor ? { cursor } : {}) };
    const page = await (await api().typed.videos.$get({ query })).json();
    videos.push(...page.videos);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && videos.length < most);
  return { videos, more: cursor !== undefined };
}

const stateOf = ({ status, published, progressPercent }: VideoSummary) => {
  if (status === 'ready') return published ? 'published' : 'draft';
  return progressPercent === null ? status : `${status} ${Math.round(progressPercent)} %`;
};

const head = ['id', 'state', 'length', 'added', 'title', 'tags'];

const cells = (video: VideoSummary) => [
  video.id,
  stateOf(video),
  video.durationMs === null ? '' : formatDuration(video.durationMs),
  video.createdAt.slice(0, 10),
  video.title,
  video.tags.join(', '),
];

function oneOf<T extends string>(
  name: string,
  value: string | undefined,
  known: readonly T[],
): T | undefined {
  const found = known.find((one) => one === value);
  if (value !== undefined && !found) throw misused(`--${name} takes one of ${known.join(', ')}.`);
  return found;
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw misused('--limit takes a number.');
  return Number(text);
}

const sorts = listVideosQuerySchema.shape.sort.unwrap().options;

export const list = command({
  name: 'list',
  usage: '[words…] [--tag TAG] [--status STATUS] [--sort newest|oldest|title] [--limit N | --all] [--json]',
  about: 'find videos',
  details: [
    'words     what to look for',
    '--tag     only those with this tag',
    `--status  only those that are ${videoStatusSchema.options.join(', ')}`,
    '--limit   how many at most; 50 otherwise',
    '--json    an array, as the API words it',
  ],
  options: {
    tag: { type: 'string' },
    status: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string', default: '50' },
    all: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  words: { least: 0 },
  async run(context, { words, options }) {
    const { tag } = options;
    const status = oneOf('status', options.status, videoStatusSchema.options);
    const sort = oneOf('sort', options.sort, sorts);
    const filters = {
      ...(words.length > 0 ? { q: words.join(' ') } : {}),
      ...(tag ? { tag } : {}),
      ...(status ? { status } : {}),
      ...(sort ? { sort } : {}),
    };
    const { videos, more } = await read(context, filters, options.all ? Infinity : countOf(options.limit));
    const { print, screen } = context.world;
    if (options.json) print(JSON.stringify(videos, null, 2));
    else if (videos.length === 0) screen.write('Nothing is there, or nothing fits.\n');
    else for (const line of table(head, videos.map(cells))) print(line);
    if (more) screen.write('There are more: --all shows them.\n');
    return undefined;
  },
});
