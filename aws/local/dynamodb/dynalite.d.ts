declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** As far as this project uses it; times in ms, `path` is the folder of its LevelDB (without it: in memory). */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
