const news = () => document.querySelector('[data-news]');

/** Says what a sighted person sees change; at once again, even when the words are the same. */
export function say(text: string): void {
  news()?.replaceChildren(text);
  hush();
}

/** Says what nobody can see otherwise, and shows it. */
export function tell(text: string): void {
  say(text);
  news()?.classList.remove('hidden');
}

/** What was told is no longer so. */
export const hush = (): void => news()?.classList.add('hidden');
