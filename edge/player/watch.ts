import './watch/player.ts';
