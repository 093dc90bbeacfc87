const shownMs = 8000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something at the foot of the page, for what has no place of its own any more. */
export function announce(text: string): void {
  const place = document.getElementById('news');
  if (!place) return;
  clearTimeout(timer);
  place.textContent = text;
  timer = setTimeout(() => place.replaceChildren(), shownMs);
}
