/** Says what a sighted person sees change; at once again, even when the words are the same. */
export function say(text: string): void {
  const place = document.querySelector('[data-news]');
  place?.replaceChildren(text);
}
