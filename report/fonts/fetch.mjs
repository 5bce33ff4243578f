// Puts the fonts that reports are printed with into the build. All are free to ship and to embed:
//
//   Noto Sans SC, regular and bold (SIL Open Font License): all of what is written in Chinese hospitals, every character of
//     GB 2312, GBK and CJK Extension A among it;
//   HanaMin (Hanazono Font License, or SIL Open Font License): rare characters of people's and places' names, CJK Extensions B to F,
//     and signs and letters that Noto Sans SC lacks. Its package holds one file for each 1,024 code points, so that a
//     report with one rare character in it reads one small file.
//
// In Noto Sans SC many characters share a glyph (the radical U+2F00 and the character U+4E00, both "one"), and a PDF says of a glyph
// only one character that it stands for: whoever copies or searches the text would get another than was written. So each glyph of
// it keeps the likeliest of its characters, and the others come from HanaMin.
//
//   node fetch.mjs <output directory>
//
// Nothing is done when the output directory already holds what this script would make.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NOTO = {
  name: '@expo-google-fonts/noto-sans-sc',
  version: '0.4.3',
  sha512: '9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==',
};
const HANAMIN = {
  name: 'hanamin',
  version: '0.0.5',
  sha512: 'QqPz1wsSEiQRp0EEaz2+YfwjtRSthy7XxTSvUzn508JLq7/fVTKaOCufu+Evx+sX+PalH5su5+d19+kXgZQLRA==',
};
/** Reads WOFF2, the form in which HanaMin is published; PDF needs TrueType. */
const WOFF2 = {
  name: 'wawoff2',
  version: '2.0.1',
  sha512: 'r0CEmvpH63r4T15ebFqeOjGqU4+EgTx4I510NtK35EMciSdcTxCw3Byy3JnBonz7iyIFZ0AbVo0bbFpEVuhCYA==',
};
const NOTO_FILES = {
  'package/400Regular/NotoSansSC_400Regular.ttf': 'NotoSansSC-Regular.ttf',
  'package/700Bold/NotoSansSC_700Bold.ttf': 'NotoSansSC-Bold.ttf',
  'package/LICENSE_FONT': 'NotoSansSC-LICENSE.txt',
};
/** What nobody writes, and what stands for nothing of its own. */
const LEFT_OUT = /Private-Use|Specials|Tangut|Variation-Selectors|Tiles|Playing-Cards/;
/** What Noto Sans SC has (nearly) all of: only files that have one of the characters that lost their glyph. */
const MOSTLY_LEFT_OUT = /CJK-Unified-Ideographs-(0\d|1\d|20|Extension-A-\d)\./;
const HANAMIN_LICENSE = `Hanazono Font License

This font is a free software.
Unlimited permission is granted to use, copy, and distribute it, with
or without modification, either commercially and noncommercially.
THIS FONT IS PROVIDED "AS IS" WITHOUT WARRANTY.
License of this document is same as the font.

Copyright 2008-2017 GlyphWiki Project.
`;
/** Written last, and says what the rest was made from. */
const MARK = 'made-from';

const output = process.argv[2];
const wanted = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url))).digest('hex');

try {
  if (!isMade()) {
    await make();
  }
} catch (error) {
  console.error(`The fonts of the reports could not be put into the build: ${error.message}`);
  process.exitCode = 1;
}

function isMade() {
  return existsSync(join(output, MARK)) && readFileSync(join(output, MARK), 'utf8') === wanted;
}

async function make() {
  const work = mkdtempSync(join(tmpdir(), 'radhub-fonts-'));
  try {
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
    const noto = unpack(NOTO, work, Object.keys(NOTO_FILES));
    const homeless = new Set();
    for (const [from, to] of Object.entries(NOTO_FILES)) {
      const bytes = readFileSync(join(noto, from));
      const made = to.endsWith('.ttf') ? withOneCharacterPerGlyph(bytes, homeless) : bytes;
      writeFileSync(join(output, to), made);
      if (to.endsWith('.ttf')) {
        // So that the hub need not read the whole font to know.
        writeFileSync(join(output, to.replace('.ttf', '.glyphs')), spansOf(charactersOf(tablesOf(made).get('cmap'))));
      }
    }
    await makeHanaMin(join(unpack(HANAMIN, work), 'package'), reader(work), homeless);
    writeFileSync(join(output, 'HanaMin-LICENSE.txt'), HANAMIN_LICENSE);
    writeFileSync(join(output, MARK), wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function reader(work) {
  const home = join(unpack(WOFF2, work), 'package');
  return createRequire(join(home, 'package.json'))('./decompress.js');
}

/** Writes each file as TrueType, and which code points are to be looked for in which. */
async function makeHanaMin(from, decompress, homeless) {
  mkdirSync(join(output, 'hanamin'));
  const css = readFileSync(join(from, 'HanaMin.css'), 'utf8');
  const index = [];
  for (const [, file, ranges] of css.matchAll(/url\(([^)]+\.woff2)\)[^}]*unicode-range:\s*([^;}]+)/g)) {
    const spans = ranges.split(',').map((range) => span(range.trim()));
    const needed = !MOSTLY_LEFT_OUT.test(file) || [...homeless].some((c) => spans.some(([first, last]) => c >= first && c <= last));
    if (!LEFT_OUT.test(file) && needed) {
      const name = file.replace('.woff2', '.ttf');
      writeFileSync(join(output, 'hanamin', name), await decompress(readFileSync(join(from, file))));
      index.push(...spans.map(([first, last]) => `${first.toString(16)} ${last.toString(16)} ${name}`));
    }
  }
  if (index.length < 100) {
    fail('the style sheet of HanaMin is not what it was');
  }
  writeFileSync(join(output, 'hanamin', 'index.txt'), index.join('\n') + '\n');
}

function span(range) {
  const [, first, last] = /^U\+([0-9a-f]+)(?:-([0-9a-f]+))?$/i.exec(range) ?? fail(`no span of code points: ${range}`);
  return [parseInt(first, 16), parseInt(last ?? first, 16)];
}

/** The TrueType font with a new cmap (OpenType 1.9, cmap format 12); adds the code points that it has no glyph for any more to the set. */
function withOneCharacterPerGlyph(font, homeless) {
  const tables = tablesOf(font);
  const characters = charactersOf(tables.get('cmap') ?? fail('the font has no cmap'));
  const space = characters.get(0x20);
  const keepers = new Map();
  for (const [c, glyph] of characters) {
    const other = keepers.get(glyph);
    if (other === undefined || likelihood(c) > likelihood(other) || (likelihood(c) === likelihood(other) && c < other)) {
      keepers.set(glyph, c);
    }
  }
  const kept = [...characters].filter(([c, glyph]) => glyph === space || keepers.get(glyph) === c || !homeless.add(c));
  tables.set('cmap', cmapOf(kept.sort(([a], [b]) => a - b)));
  return fontOf(font.readUInt32BE(0), tables);
}

/** How likely a character is meant by a glyph that several share. */
function likelihood(c) {
  if ('·–—…‘’“”'.includes(String.fromCodePoint(c))) {
    return 3;
  }
  const isRadical = c >= 0x2e80 && c <= 0x2fdf;
  const isCompatible = (c >= 0xf900 && c <= 0xfaff) || c >= 0x2f800;
  const isCommon = c < 0x2e80 || (c >= 0x4e00 && c <= 0x9fff);
  return isRadical || isCompatible ? 0 : isCommon ? 2 : 1;
}

function tablesOf(font) {
  const tables = new Map();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    const offset = font.readUInt32BE(entry + 8);
    tables.set(font.toString('latin1', entry, entry + 4), font.subarray(offset, offset + font.readUInt32BE(entry + 12)));
  }
  return tables;
}

/** Code point to glyph, as the format 12 subtable says. */
function charactersOf(cmap) {
  const characters = new Map();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const at = cmap.readUInt32BE(4 + 8 * i + 4);
    if (cmap.readUInt16BE(at) === 12) {
      for (let group = at + 16; group < at + 16 + 12 * cmap.readUInt32BE(at + 12); group += 12) {
        const [first, last, glyph] = [0, 4, 8].map((offset) => cmap.readUInt32BE(group + offset));
        for (let c = first; c <= last; c++) {
          characters.set(c, glyph + c - first);
        }
      }
    }
  }
  return characters.size > 0 ? characters : fail('the font has no cmap of format 12');
}

function cmapOf(characters) {
  const groups = [];
  for (const [c, glyph] of characters) {
    const group = groups.at(-1);
    if (group && c === group[1] + 1 && glyph === group[2] + c - group[0]) {
      group[1] = c;
    } else {
      groups.push([c, c, glyph]);
    }
  }
  const cmap = Buffer.alloc(12 + 16 + 12 * groups.length);
  // One subtable, for platform 3 (Windows), encoding 10 (Unicode, full repertoire).
  cmap.writeUInt16BE(1, 2);
  cmap.writeUInt16BE(3, 4);
  cmap.writeUInt16BE(10, 6);
  cmap.writeUInt32BE(12, 8);
  cmap.writeUInt16BE(12, 12);
  cmap.writeUInt32BE(16 + 12 * groups.length, 16);
  cmap.writeUInt32BE(groups.length, 24);
  groups.flat().forEach((value, i) => cmap.writeUInt32BE(value, 28 + 4 * i));
  return cmap;
}

/** The code points, a span a line. */
function spansOf(characters) {
  const spans = [];
  for (const c of [...characters.keys()].sort((a, b) => a - b)) {
    if (spans.at(-1)?.[1] === c - 1) {
      spans.at(-1)[1] = c;
    } else {
      spans.push([c, c]);
    }
  }
  return spans.map((span) => span.map((c) => c.toString(16)).join(' ')).join('\n') + '\n';
}

function fontOf(version, tables) {
  const names = [...tables.keys()].sort();
  const power = 2 ** Math.floor(Math.log2(names.length));
  const directory = Buffer.alloc(12 + 16 * names.length);
  directory.writeUInt32BE(version, 0);
  [names.length, power * 16, Math.log2(power), (names.length - power) * 16].forEach((value, i) => directory.writeUInt16BE(value, 4 + 2 * i));
  const parts = [directory];
  let offset = directory.length;
  names.forEach((name, i) => {
    const table = Buffer.concat([tables.get(name), Buffer.alloc(-tables.get(name).length & 3)]);
    if (name === 'head') {
      table.writeUInt32BE(0, 8);
    }
    directory.write(name, 12 + 16 * i, 'latin1');
    [checksum(table), offset, tables.get(name).length].forEach((value, n) => directory.writeUInt32BE(value, 16 + 16 * i + 4 * n));
    parts.push(table);
    offset += table.length;
  });
  const font = Buffer.concat(parts);
  const head = directory.readUInt32BE(12 + 16 * names.indexOf('head') + 8);
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, head + 8);
  return font;
}

function checksum(bytes) {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) {
    sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  }
  return sum;
}

/** Fetches the package, checks that it is the one meant, and unpacks it; answers with where. */
function unpack(wantedPackage, work, files = []) {
  const { name, version, sha512 } = wantedPackage;
  const into = mkdtempSync(join(work, 'package-'));
  run('npm', ['pack', `${name}@${version}`, '--prefer-offline', '--silent', '--pack-destination', into]);
  const archive = readdirSync(into).find((file) => file.endsWith('.tgz')) ?? fail(`npm fetched no ${name}`);
  const digest = createHash('sha512').update(readFileSync(join(into, archive))).digest('base64');
  if (digest !== sha512) {
    fail(`${name} ${version} is not what it was: its SHA-512 is ${digest}`);
  }
  run('tar', ['-xzf', join(into, archive), '-C', into, ...files]);
  return into;
}

function run(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.error) {
    fail(`${program} is needed to build: ${done.error.message}`);
  }
  if (done.status !== 0) {
    fail(`${program} ${args.join(' ')} failed:\n${done.stderr}`);
  }
}

function fail(why) {
  throw new Error(why);
}
