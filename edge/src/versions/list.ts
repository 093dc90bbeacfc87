import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { base64url } from 'jose';
import {
  eventItemSchema,
  type VersionItem,
  type VideoItem,
  versionItemSchema,
} from '../../../shared/catalog-item.ts';
import { keyOf } from '../../../shared/catalog-table.ts';
import { AppError } from '../../../shared/errors.ts';
import type { History, HistoryQuery, Version, VersionList } from '../../../shared/versions.ts';
import type { Membership } from '../auth/membership.ts';
import { resolutionsOf } from '../catalog/summary.ts';
import { readVideo } from '../catalog/videos.ts';
import type { Services } from '../services.ts';

type Page = { limit?: number; before?: string | undefined };

/** Lines of one kind under a video's own key, the newest first; one page. */
async function linesOf(
  { dynamodb, settings }: Services,
  { org, videoId }: VideoItem,
  kind: 'VERSION#' | 'EVENT#',
  { limit, before }: Page = {},
): Promise<{ lines: Record<string, unknown>[]; more: boolean }> {
  const { pk } = keyOf.trash(org, videoId);
  const page: QueryCommandOutput = await dynamodb.send(
    new QueryCommand({
      TableName: settings.TABLE_NAME,
      KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :kind)',
      ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
      ExpressionAttributeValues: marshall({ ':pk': pk, ':kind': kind }),
      ScanIndexForward: false,
      ConsistentRead: true,
      ...(limit ? { Limit: limit } : {}),
      ...(before ? { ExclusiveStartKey: marshall({ pk, sk: before }) } : {}),
    }),
  );
  return {
    lines: (page.Items ?? []).map((item) => unmarshall(item)),
    more: page.LastEvaluatedKey !== undefined,
  };
}

const toVersion = (item: VersionItem, current: VideoItem['current']): Version => ({
  version: item.sk.slice('VERSION#'.length),
  attempt: item.attempt,
  current: item.sk === `VERSION#${current?.version}`,
  fileName: item.source.fileName,
  durationMs: item.made.durationMs,
  resolutions: resolutionsOf(item.made),
  actualUsd: item.actualUsd ?? null,
  createdAt: item.createdAt,
});

/** The versions that were made of a video, the newest first; throws `not_found`. */
export async function listVersions(
  services: Services,
  who: Membership,
  videoId: string,
): Promise<VersionList> {
  const item = await readVideo(services, who.org, videoId);
  const { lines } = await linesOf(services, item, 'VERSION#');
  const versions = lines.map((line) => toVersion(versionItemSchema.parse(line), item.current));
  return { versions: versions.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)) };
}

const refused = () =>
  new AppError('invalid_request', 'The cursor is not one of this list.', {
    fields: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });

/** Where a history goes on: after this line. */
function lineOf(cursor: string): string {
  const sk = decode(cursor);
  if (!sk?.startsWith('EVENT#')) throw refused();
  return sk;
}

function decode(cursor: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(cursor));
  } catch {
    return null;
  }
}

/** What happened to a video, the newest first; throws `not_found`, `invalid_request` naming `cursor`. */
export async function listHistory(
  services: Services,
  who: Membership,
  videoId: string,
  { limit, cursor }: HistoryQuery,
): Promise<History> {
  const before = cursor === undefined ? undefined : lineOf(cursor);
  const item = await readVideo(services, who.org, videoId);
  const { lines, more } = await linesOf(services, item, 'EVENT#', { limit, before });
  const events = lines.map((line) => eventItemSchema.parse(line));
  const last = events.at(-1);
  return {
    events: events.map(({ at, type, version, attempt, jobId, state, code, message }) => ({
      ...{ at, type, version, attempt },
      ...{ jobId: jobId ?? null, state: state ?? null, code: code ?? null, message: message ?? null },
    })),
    nextCursor: more && last ? base64url.encode(last.sk) : null,
  };
}
