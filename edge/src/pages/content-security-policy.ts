/** The origins a page may talk to; all without a trailing slash. */
export type Origins = { media: string; login: string; uploads: string };

/** What a page does besides showing itself. */
export type Needs = { player?: boolean; previews?: boolean; uploader?: boolean };

/**
 * The policy of every page: first-party script only, nothing inline. `player` allows style elements, which
 * media-chrome writes into its shadow roots, and blobs, from which hls.js feeds the video element. `previews` reads storyboards.
 */
export function contentSecurityPolicy(
  origins: Origins,
  { player = false, previews = false, uploader = false }: Needs = {},
): string {
  const policy = {
    'default-src': `'none'`,
    'script-src': `'self'`,
    'style-src': player ? `'self' 'unsafe-inline'` : `'self'`,
    'img-src': `'self' ${origins.media}`,
    'media-src': player ? `blob: ${origins.media}` : `'none'`,
    'connect-src': [`'self'`, (player || previews) && origins.media, uploader && origins.uploads]
      .filter(Boolean)
      .join(' '),
    // Signing out posts here and is redirected to the sign-in pages; browsers hold redirects to this rule too.
    'form-action': `'self' ${origins.login}`,
    'base-uri': `'none'`,
    'frame-ancestors': `'none'`,
  };
  return Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
