/** The app's colours, for pages that stand beside it and load nothing. */
export const colours = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f4f7f8, #0a141a);
  --surface: light-dark(#fff, #111f27);
  --sunk: light-dark(#e5ecef, #1a2b35);
  --ink: light-dark(#10202a, #e4edf1);
  --soft: light-dark(#50646f, #9bb0bb);
  --line: light-dark(#d3dde2, #21343f);
  --edge: light-dark(#8598a2, #607784);
  --accent: light-dark(#09658a, #6cc4e4);
  --accent-ink: light-dark(#fff, #05202b);
  --bad: light-dark(#a8261c, #ff9f94);
  --bad-sunk: light-dark(#fbeae8, #371a18);
}
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; background: var(--paper); color: var(--ink) }
h1, h2 { font-weight: 650; letter-spacing: -.015em; line-height: 1.2; text-wrap: balance; overflow-wrap: anywhere }
a { color: var(--accent); text-underline-offset: .18em }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem }
.fin { fill: var(--accent) }`;

/** The mark; its base meets the line it stands on. */
export const fin =
  '<svg class="fin" width="28" height="22.4" viewBox="0 0 30 24" aria-hidden="true"><path d="M0 24C10 21 16 12 21.5 0.5C20.6 9 22.6 18 29 24Z"/></svg>';
