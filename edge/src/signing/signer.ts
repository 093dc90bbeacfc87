/** Signs CloudFront's cookies: cookie name to value, for one custom policy with one wildcard resource. */
export type CookieSigner = {
  sign(grant: { resource: string; expiresAtMs: number }): Promise<Record<string, string>>;
};
