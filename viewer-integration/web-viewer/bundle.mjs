// Puts the OHIF viewer into the build: fetches the published package, checks it, leaves out what the hub does not use, and rewrites
// its addresses so that it runs below /viewer of the hub, without asking any other host for anything.
//
//   node bundle.mjs <output directory>
//
// Nothing is done when the output directory already holds what this script would make.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const NAME = '@ohif/app';
const VERSION = '3.13.2';
const SHA512 = 'WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==';

/** What of the package's dist the viewer needs: code, styles, codecs, fonts. Not the source maps, the service worker, the demo pages. */
const KEPT = /^([a-z0-9-]+\.bundle\.[0-9a-f]+\.js|[a-z0-9.]+\.css|[0-9a-f]+\.(wasm|woff2))$/;
/** Modes and extensions that OHIF loads at every start and that the hub has no use for. */
const LEFT_OUT = [
  '@ohif/mode-basic',
  '@ohif/mode-segmentation',
  '@ohif/mode-tmtv',
  '@ohif/mode-microscopy',
  '@ohif/mode-preclinical-4d',
  '@ohif/mode-ultrasound-pleura-bline',
  '@ohif/extension-ultrasound-pleura-bline',
];
const SMALLEST_WORTH_COMPRESSING = 1024;
/** Written last, and says what the rest was made from. */
const MARK = 'made-from';

const output = process.argv[2];
const wanted = createHash('sha256').update(SHA512).update(readFileSync(fileURLToPath(import.meta.url))).digest('hex');

try {
  if (!isMade()) {
    make();
  }
} catch (error) {
  console.error(`The web viewer could not be put into the build: ${error.message}`);
  process.exitCode = 1;
}

function isMade() {
  return existsSync(join(output, MARK)) && readFileSync(join(output, MARK), 'utf8') === wanted;
}

function make() {
  const work = mkdtempSync(join(tmpdir(), 'radhub-web-viewer-'));
  try {
    unpack(fetchPackage(work), work);
    rmSync(output, { recursive: true, force: true });
    // The address holds the digest of how it was made: what lies below never changes, and browsers may keep it for ever.
    const root = `/viewer/made/${wanted.slice(0, 16)}/`;
    const made = join(output, 'made', wanted.slice(0, 16));
    mkdirSync(made, { recursive: true });
    const entry = bundle(join(work, 'package', 'dist'), made, root);
    writeFileSync(join(output, 'index.html'), page(root, entry));
    cpSync(join(work, 'package', 'LICENSE'), join(output, 'LICENSE'));
    writeFileSync(join(output, MARK), wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchPackage(into) {
  run('npm', ['pack', `${NAME}@${VERSION}`, '--prefer-offline', '--silent', '--pack-destination', into]);
  const archive = readdirSync(into).find((file) => file.endsWith('.tgz')) ?? fail('npm fetched nothing');
  const bytes = readFileSync(join(into, archive));
  const digest = createHash('sha512').update(bytes).digest('base64');
  if (digest !== SHA512) {
    fail(`${NAME} ${VERSION} is not what it was: its SHA-512 is ${digest}`);
  }
  return join(into, archive);
}

function unpack(archive, into) {
  run('tar', ['-xzf', archive, '-C', into]);
}

/** Copies what is kept, with its addresses rewritten; answers with the names of the first script and style sheet. */
function bundle(dist, into, root) {
  const scripts = [];
  for (const file of readdirSync(dist).filter((name) => KEPT.test(name))) {
    let bytes = readFileSync(join(dist, file));
    if (file.endsWith('.js')) {
      bytes = Buffer.from(rewriteScript(file, bytes.toString('utf8'), root));
      scripts.push(file);
    } else if (file.endsWith('.css')) {
      bytes = Buffer.from(bytes.toString('utf8').replaceAll('url(/', `url(${root}`));
    }
    put(join(into, file), bytes);
  }
  cpSync(join(dist, 'assets', 'images'), join(into, 'assets', 'images'), { recursive: true });
  return scripts.find((file) => file.startsWith('app.bundle.')) ?? fail('the package has no app.bundle');
}

function rewriteScript(file, source, root) {
  let text = source.replaceAll('__webpack_require__.p = "/";', `__webpack_require__.p = "${root}";`);
  text = text.replace(/^\/\/# sourceMappingURL=.*$/gm, '');
  if (basename(file).startsWith('app.bundle.')) {
    if (text === source) {
      fail('the bundle does not say where it is served from');
    }
    for (const module of LEFT_OUT) {
      const line = new RegExp(`^pluginImports_(modes|extensions)\\.push\\("${module}"\\);$`, 'm');
      if (!line.test(text)) {
        fail(`the bundle does not load ${module}`);
      }
      text = text.replace(line, '');
    }
  }
  return text;
}

function put(path, bytes) {
  writeFileSync(path, bytes);
  if (!path.endsWith('.woff2') && bytes.length >= SMALLEST_WORTH_COMPRESSING) {
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** The page that starts the viewer. Its settings come first, from the hub; no script stands in the page itself. */
function page(root, entry) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width,initial-scale=1,shrink-to-fit=no">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Radhub</title>
<link rel="icon" href="data:,">
<script src="/viewer/app-config.js" data-root="${root}"></script>
<script defer src="${root}${entry}"></script>
<link rel="stylesheet" href="${root}app.bundle.css">
</head>
<body>
<noscript>This viewer needs JavaScript.</noscript>
<div id="react-portal"></div>
<div id="root"></div>
</body>
</html>
`;
}

function run(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (done.error) {
    fail(`${program} is needed to build the web viewer: ${done.error.message}`);
  }
  if (done.status !== 0) {
    fail(`${program} ${args.join(' ')} failed:\n${done.stderr}`);
  }
}

function fail(why) {
  throw new Error(why);
}
