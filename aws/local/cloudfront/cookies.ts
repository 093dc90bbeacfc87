/** The cookies CloudFront reads; canned policies carry `expires`, custom ones `policy`. */
export type SignedCookies = {
  keyPairId: string | undefined;
  signature: string | undefined;
  policy: string | undefined;
  expires: string | undefined;
  hashAlgorithm: string | undefined;
};

/**
 * Reads CloudFront's cookies from a `Cookie` header. Of several with one name the first counts: browsers send the one
 * with the longest Path first (RFC 6265, 5.4), so the most specific grant is the one that is judged. AWS does not
 * document its choice; grants here never share a path, so nothing depends on it.
 */
export function readSignedCookies(header: string | undefined): SignedCookies {
  const values = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const [name = '', ...rest] = pair.split('=');
    if (!values.has(name.trim())) values.set(name.trim(), rest.join('=').trim());
  }
  const get = (name: string) => values.get(`CloudFront-${name}`) || undefined;
  return {
    keyPairId: get('Key-Pair-Id'),
    signature: get('Signature'),
    policy: get('Policy'),
    expires: get('Expires'),
    hashAlgorithm: get('Hash-Algorithm'),
  };
}

const standard: Record<string, string> = { '-': '+', _: '=', '~': '/' };

/** Bytes of CloudFront's base64, which has `-`, `_` and `~` where the usual one has `+`, `=` and `/`; null when malformed. */
export function decodeCloudFrontBase64(text: string): Buffer | null {
  if (!/^[A-Za-z0-9~-]+_{0,2}$/.test(text) || text.length % 4 !== 0) return null;
  return Buffer.from(
    text.replace(/[-_~]/g, (sign) => standard[sign] ?? ''),
    'base64',
  );
}
