import { completeUpload } from './actions/complete-upload.ts';
import { copyObject } from './actions/copy.ts';
import { getCors, putCors } from './actions/cors.ts';
import { deleteObjects } from './actions/delete-objects.ts';
import { listObjects } from './actions/list.ts';
import { listParts, listUploads } from './actions/list-uploads.ts';
import { deleteObject, getObject, putObject } from './actions/object.ts';
import { abortUpload, copyPart, createUpload, uploadPart } from './actions/upload.ts';
import { type Call, type Context, xml } from './call.ts';
import { S3Error } from './errors.ts';

type Action = (call: Call, context: Context) => Promise<Response>;

const getLocation: Action = async (_, { region }) => xml('LocationConstraint', region);
const headBucket: Action = async (_, { region }) =>
  new Response(null, { headers: { 'x-amz-bucket-region': region } });
const listBuckets: Action = async (_, { bucketNames }) => {
  const created = '<CreationDate>2026-01-01T00:00:00.000Z</CreationDate>';
  const entries = Array.from(bucketNames, (name) => `<Bucket><Name>${name}</Name>${created}</Bucket>`);
  const owner = '<Owner><ID>111122223333</ID></Owner>';
  return xml('ListAllMyBucketsResult', `${owner}<Buckets>${entries.join('')}</Buckets>`);
};

/** By method, then the subresources of the query in order. */
const bucketActions: Record<string, Action> = {
  'GET ': listObjects,
  'HEAD ': headBucket,
  'GET location': getLocation,
  'GET uploads': listUploads,
  'POST delete': deleteObjects,
  'GET cors': getCors,
  'PUT cors': putCors,
};

const objectActions: Record<string, Action> = {
  'GET ': getObject,
  'HEAD ': getObject,
  'PUT ': putObject,
  'PUT copy': copyObject,
  'DELETE ': deleteObject,
  'POST uploads': createUpload,
  'GET uploadId': listParts,
  'POST uploadId': completeUpload,
  'DELETE uploadId': abortUpload,
  'PUT partNumber+uploadId': uploadPart,
  'PUT copy+partNumber+uploadId': copyPart,
};

/** Query parameters that only shape an answer, or belong to the signature; any other makes it another request. */
const plain =
  /^(x-amz-.*|x-id|response-.*|list-type|prefix|delimiter|max-keys|max-parts|max-uploads|max-buckets|start-after|continuation-token|encoding-type|fetch-owner|marker|key-marker|upload-id-marker|part-number-marker)$/i;

/** Headers that ask for what is not done here; each with the values that ask for nothing. */
const refusedHeaders: [pattern: RegExp, harmless: string[]][] = [
  [/^x-amz-acl$/, ['private', 'bucket-owner-full-control']],
  [/^x-amz-storage-class$/, ['STANDARD']],
  [/^x-amz-server-side-encryption$/, ['AES256']],
  [/^x-amz-(grant-.*|tagging|object-lock-.*|website-redirect-location|write-offset-bytes|mfa)$/, []],
  [/^x-amz-(server-side-encryption-.*|copy-source-server-side-.*)$/, []],
];

const notDone = (what: string) => new S3Error('NotImplemented', `${what} is not implemented here.`);

function checkHeaders({ headers }: Call) {
  for (const [name, value] of headers)
    for (const [pattern, harmless] of refusedHeaders)
      if (pattern.test(name) && !harmless.includes(value)) throw notDone(name);
}

/** What a request asks for. Throws NotImplemented for what is not done. */
export function actionOf(call: Call): Action {
  checkHeaders(call);
  const { method, query, headers } = call;
  const subresources = [...new Set(query.keys())].filter((name) => !plain.test(name)).sort();
  const copies = headers.has('x-amz-copy-source') ? ['copy'] : [];
  const asked = `${method} ${[...copies, ...subresources].join('+')}`;
  if (call.bucket === '') {
    if (asked === 'GET ') return listBuckets;
    throw notDone(asked);
  }
  const action = (call.key === '' ? bucketActions : objectActions)[asked];
  if (!action) throw notDone(asked);
  return action;
}
