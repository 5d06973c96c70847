// Plain JavaScript, because an older Node could not read anything else of ours.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This is Node ${process.versions.node}; Handoff needs 22.18 or newer.\n` +
      'Run it through npm (npm start, npm test, npm run demo), after npm ci without --omit=optional: it brings a Node of its own\n' +
      'on Linux and Windows. On macOS, install one, for example: brew install node@24',
  );
  process.exit(1);
}

// After the check: an older Node has none of what these take.
await import('./compile-cache.mjs');
await import('./light-drizzle.mjs');
