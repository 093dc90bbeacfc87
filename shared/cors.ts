/**
 * What a page of the app may do on the other hosts: the stack deploys it, the stand-ins answer by it, so that a browser
 * is refused on one machine what it would be refused by AWS.
 */
type CrossOrigin = {
  methods: readonly ('GET' | 'HEAD' | 'OPTIONS' | 'PUT')[];
  allowHeaders: readonly string[];
  exposeHeaders: readonly string[];
  maxAgeSeconds: number;
};

/** Presigned parts; their ETag is what completes the upload. */
export const uploadsCors = {
  methods: ['PUT'],
  allowHeaders: ['content-type'],
  exposeHeaders: ['ETag'],
  maxAgeSeconds: 3600,
} as const satisfies CrossOrigin;

export const mediaCors = {
  methods: ['GET', 'HEAD', 'OPTIONS'],
  allowHeaders: ['Range', 'If-None-Match', 'If-Modified-Since'],
  exposeHeaders: [
    'Content-Length',
    'Content-Range',
    'Accept-Ranges',
    'ETag',
    'Last-Modified',
    'Date',
    'X-Cache',
  ],
  maxAgeSeconds: 600,
} as const satisfies CrossOrigin;
