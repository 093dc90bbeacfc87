/**
 * A page of ours as it would be shown now. Null when it cannot be had: no connection, or signed out, so that the answer is
 * another page. The edge's rendering is the only one; parts of pages (`data-part="name"`) are taken from it.
 */
export async function fetchPage(href: string, signal?: AbortSignal): Promise<Document | null> {
  const asked = new URL(href, location.href);
  const answer = await fetch(asked, {
    headers: { accept: 'text/html' },
    ...(signal ? { signal } : {}),
  }).catch(() => null);
  if (!answer?.ok || new URL(answer.url).pathname !== asked.pathname) return null;
  const text = await answer.text().catch(() => null);
  return text === null ? null : new DOMParser().parseFromString(text, 'text/html');
}

/** Fetches this page again and puts its parts in the place of those shown. */
export async function refreshParts(names: readonly string[]): Promise<void> {
  const fresh = await fetchPage(location.href);
  if (fresh) replaceParts(fresh, names);
}

/**
 * Puts parts of a fetched page in the place of those shown. One that holds the focus keeps it: by the focused element's id,
 * a link's address or a field's name, else on the row or part around it, where these can be focused.
 */
export function replaceParts(fresh: Document, names: readonly string[]): void {
  for (const name of names) replacePart(fresh, name);
}

function replacePart(fresh: Document, name: string): void {
  const selector = `[data-part="${CSS.escape(name)}"]`;
  const [shown, made] = [document.querySelector(selector), fresh.querySelector<HTMLElement>(selector)];
  if (!shown || !made || shown.outerHTML === made.outerHTML) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  const places = focused && [sameAs(focused), around(focused)].filter((place) => place !== null);
  shown.replaceWith(document.adoptNode(made));
  if (!places) return;
  const again = places.map((place) => made.querySelector<HTMLElement>(place)).find((found) => found !== null);
  (again ?? made).focus();
}

function sameAs(element: Element): string | null {
  for (const name of ['id', 'href', 'name', 'aria-label']) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

function around(element: Element): string | null {
  const row = element.closest('[id][tabindex="-1"]');
  return row && `#${CSS.escape(row.id)}`;
}
