import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { VideoItem } from '../shared/catalog-item.ts';
import { changedKeys, publishedKeys } from '../shared/catalog-table.ts';
import type { State } from './shark.ts';

/** What DynamoDB takes in one batch. */
const batchSize = 25;

function itemOf(video: VideoItem) {
  const { org, videoId, updatedAt, publishedAt } = video;
  const published = publishedAt ? publishedKeys(org, videoId, publishedAt) : {};
  return marshall(
    { ...video, ...changedKeys(org, videoId, updatedAt), ...published },
    { removeUndefinedValues: true },
  );
}

/** Puts videos into the catalog as the pipeline and a person leave them, without the hours that making them takes. */
export async function putVideos(state: State, videos: readonly VideoItem[]): Promise<void> {
  const { region, aws: endpoint, accessKeyId, secretAccessKey, table } = state;
  const dynamodb = new DynamoDBClient({ region, endpoint, credentials: { accessKeyId, secretAccessKey } });
  for (let at = 0; at < videos.length; at += batchSize) {
    const puts = videos.slice(at, at + batchSize).map((video) => ({ PutRequest: { Item: itemOf(video) } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
  dynamodb.destroy();
}
