const needed = 24;
const [major] = process.versions.node.split('.').map(Number);

if (major < needed) {
  console.error(
    `Shark needs Node ${needed} or later; this is ${process.version}.\n` +
      'After `npm ci`, `npm start` brings its own on Linux and Windows. On macOS install it: brew install node@24 (or https://nodejs.org).',
  );
  process.exit(1);
}

const { start } = await import('./aws/local/supervisor/start.ts');
await start(process.argv.slice(2));
