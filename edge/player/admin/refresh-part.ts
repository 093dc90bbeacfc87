/**
 * Fetches this page again and puts its parts (`data-part="name"`) in the place of those shown, so that the edge's
 * rendering is the only one. A part that holds the focus keeps it by the focused link's address or field's name.
 */
export async function refreshParts(names: readonly string[]): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const name of names) replacePart(fresh, name);
}

function replacePart(fresh: Document, name: string): void {
  const selector = `[data-part="${CSS.escape(name)}"]`;
  const [shown, made] = [document.querySelector(selector), fresh.querySelector(selector)];
  if (!shown || !made || shown.outerHTML === made.outerHTML) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  const again = focused && sameAs(focused);
  shown.replaceWith(document.adoptNode(made));
  if (again) made.querySelector<HTMLElement>(again)?.focus();
}

function sameAs(element: Element): string | null {
  for (const name of ['href', 'name', 'aria-label']) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${CSS.escape(value)}"]`;
  }
  return null;
}
