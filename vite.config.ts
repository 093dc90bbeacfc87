import { defineConfig } from 'vite';

/** Builds the browser's part: one entry per kind of page, hashed names listed in `manifest.json` for the Worker. */
export default defineConfig({
  root: 'edge/player',
  build: {
    outDir: '../../dist/player',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2023',
    // hls.js is as big as that; the watch page loads it behind the poster.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: ['app.ts', 'catalog.ts', 'watch.ts', 'admin.ts', 'upload.ts', 'shark.css'].map(
        (name) => `edge/player/${name}`,
      ),
    },
  },
});
