/** What of ours the Worker touches; `versions`, `captions`, `posters`, `images` and `sources` are objects, the rest things by name. */
export type EdgeResource =
  | 'table'
  | 'publishedIndex'
  | 'dueIndex'
  | 'changedIndex'
  | 'userPool'
  | 'uploadsBucket'
  | 'mediaBucket'
  | 'sources'
  | 'versions'
  | 'captions'
  | 'posters'
  | 'images';

/** An IAM action and what it is done to. */
export type Need = { action: string; on: readonly EdgeResource[] };

const table = (action: string): Need[] => [{ action: `dynamodb:${action}`, on: ['table'] }];
const pool = (action: string): Need[] => [{ action: `cognito-idp:${action}`, on: ['userPool'] }];
const source = (action: string): Need[] => [{ action: `s3:${action}`, on: ['sources'] }];
/** Lists, and makes S3 answer 404 instead of 403 for an object that is not there. */
const list: Need = { action: 's3:ListBucket', on: ['uploadsBucket', 'mediaBucket'] };

/**
 * Every command of the SDK that the Worker sends, and what IAM asks for it: not always an action of the same name
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html, …/mpuoverview.html#mpuAndPermissions).
 * The Worker's policy is made of this table; a test holds it against the Worker's source.
 */
export const edgeActions: Record<string, readonly Need[]> = {
  GetItemCommand: table('GetItem'),
  BatchGetItemCommand: table('BatchGetItem'),
  PutItemCommand: table('PutItem'),
  UpdateItemCommand: table('UpdateItem'),
  DeleteItemCommand: table('DeleteItem'),
  QueryCommand: [{ action: 'dynamodb:Query', on: ['table', 'publishedIndex', 'changedIndex', 'dueIndex'] }],

  GetObjectCommand: source('GetObject'),
  HeadObjectCommand: [{ action: 's3:GetObject', on: ['sources', 'versions'] }, list],
  CopyObjectCommand: [
    { action: 's3:GetObject', on: ['versions'] },
    { action: 's3:PutObject', on: ['images'] },
  ],
  PutObjectCommand: [{ action: 's3:PutObject', on: ['captions', 'posters'] }],
  DeleteObjectCommand: [{ action: 's3:DeleteObject', on: ['images'] }],
  CreateMultipartUploadCommand: source('PutObject'),
  UploadPartCommand: source('PutObject'),
  CompleteMultipartUploadCommand: source('PutObject'),
  ListPartsCommand: source('ListMultipartUploadParts'),
  AbortMultipartUploadCommand: source('AbortMultipartUpload'),

  AdminAddUserToGroupCommand: pool('AdminAddUserToGroup'),
  AdminCreateUserCommand: pool('AdminCreateUser'),
  AdminDisableUserCommand: pool('AdminDisableUser'),
  AdminEnableUserCommand: pool('AdminEnableUser'),
  AdminGetUserCommand: pool('AdminGetUser'),
  AdminListGroupsForUserCommand: pool('AdminListGroupsForUser'),
  AdminUserGlobalSignOutCommand: pool('AdminUserGlobalSignOut'),
  ListUsersCommand: pool('ListUsers'),
};

/** The actions on each resource, all commands together. */
export function actionsByResource(): Map<EdgeResource, string[]> {
  const found = new Map<EdgeResource, Set<string>>();
  for (const { action, on } of Object.values(edgeActions).flat())
    for (const resource of on) found.set(resource, (found.get(resource) ?? new Set()).add(action));
  return new Map([...found].map(([resource, actions]) => [resource, [...actions].sort()]));
}
