import { createPublicKey, verify } from 'node:crypto';
import { decodeCloudFrontBase64, readSignedCookies } from './cookies.ts';
import { covers, type Policy, policyOf } from './policy.ts';
import { type Refusal, refusals } from './refusal.ts';

/** A request as the check sees it: its full URL (`scheme://host[:port]/path[?query]`) and `Cookie` header. */
export type Asked = { url: string; cookie: string | undefined; nowMs: number };

const hashes: Record<string, string> = { SHA1: 'sha1', SHA256: 'sha256' };

function openAt({ before, after }: Policy, nowMs: number): boolean {
  const seconds = nowMs / 1000;
  return seconds < before && (after === undefined || seconds > after);
}

/**
 * CloudFront's check of signed cookies against a key group: PEM public keys (RSA or P-256) by key pair id.
 * Returns null where the request may pass. RSA is PKCS#1 v1.5, ECDSA's signature DER; the hash is SHA-1 unless
 * the cookie CloudFront-Hash-Algorithm says SHA256.
 */
export function createVerifier(publicKeys: Record<string, string>): (asked: Asked) => Refusal | null {
  const keys = new Map(Object.entries(publicKeys).map(([id, pem]) => [id, createPublicKey(pem)]));
  return ({ url, cookie, nowMs }) => {
    const cookies = readSignedCookies(cookie);
    if (!cookies.keyPairId) return refusals.missingKey;
    const key = keys.get(cookies.keyPairId);
    if (!key) return refusals.unknownKey;
    const policy = policyOf(cookies, url);
    if ('code' in policy) return policy;
    const signature = decodeCloudFrontBase64(cookies.signature ?? '');
    if (!signature) return refusals.malformedSignature;
    const hash = hashes[cookies.hashAlgorithm ?? 'SHA1'];
    if (!hash || !verify(hash, policy.signed, key, signature)) return refusals.accessDenied;
    return openAt(policy, nowMs) && covers(policy.resource, url) ? null : refusals.accessDenied;
  };
}
