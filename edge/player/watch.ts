/** How long a picture that does not come may hold up the player, in ms. */
const patienceMs = 2000;

const picture = document.querySelector<HTMLImageElement>('shark-player img.poster');
const there = picture?.decode().catch(() => undefined);
const enough = new Promise((resolve) => setTimeout(resolve, patienceMs));

/** The player is the biggest script there is, and what it is put over is a picture: that is painted first. */
Promise.race([there, enough]).then(() =>
  requestAnimationFrame(() => setTimeout(() => import('./watch/player.ts'))),
);
