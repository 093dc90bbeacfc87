import { openCinema } from './watch/cinema.ts';
import { failing } from './watch/failing.ts';
import { focus } from './watch/focus.ts';
import { keys } from './watch/keys.ts';
import { menus } from './watch/menus.ts';
import { moments } from './watch/moments.ts';
import { shutOut } from './watch/shut-out.ts';
import { surroundings } from './watch/surroundings.ts';

/** Everything a viewer does on the watch page, on one service. */
const cinema = openCinema();

focus(cinema);
menus(cinema);
keys(cinema);
moments(cinema);
surroundings(cinema);
failing(cinema);
shutOut(cinema);
