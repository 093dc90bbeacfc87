/**
 * Where to go after signing in: a path of this site and nothing else, so that nobody is sent elsewhere by a link to
 * sign-in (CWE-601). What is not a local path becomes `/`.
 */
export function returnPath(asked: string | undefined, appOrigin: string): string {
  if (!asked?.startsWith('/') || !URL.canParse(asked, appOrigin)) return '/';
  const { origin, pathname, search, hash } = new URL(asked, appOrigin);
  if (origin !== appOrigin || pathname.startsWith('//') || pathname.startsWith('/auth/')) return '/';
  return pathname + search + hash;
}
