/** How long a picture that does not come may hold up the player, in ms. */
const patienceMs = 2000;

const picture = document.querySelector<HTMLImageElement>('shark-player img.poster');
const there = picture?.decode().catch(() => undefined);
const enough = new Promise((resolve) => setTimeout(resolve, patienceMs));

/** What the player is made of comes at the same time, and each starts in a time of its own. */
const load = () => {
  import('./watch/hls.ts');
  import('./watch/chrome.ts');
  import('./watch/player.ts');
};

/** It is the biggest script there is, and what it is put over is a picture: that is painted first. */
Promise.race([there, enough]).then(() => requestAnimationFrame(() => setTimeout(load)));
