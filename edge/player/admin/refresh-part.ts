/**
 * Fetches this page again and puts its parts (`data-part="name"`) in the place of those shown, so that the edge's
 * rendering is the only one. A part that holds the focus keeps it: by the focused link's address or field's name, else
 * on the row or part around it, where these can be focused.
 */
export async function refreshParts(names: readonly string[]): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
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
  for (const name of ['href', 'name', 'aria-label']) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}

function around(element: Element): string | null {
  const row = element.closest('[id][tabindex="-1"]');
  return row && `#${CSS.escape(row.id)}`;
}
