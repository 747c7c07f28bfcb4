import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** A word of the glossary's column "never" that names no identifier, and the name that stands for its concept. */
type Rule = { words: readonly string[]; name: string; exceptIn?: RegExp }

const rules: readonly Rule[] = [
  {
    words: ['offer', 'offers'],
    name: 'listing',
    // schema.org's Offer, and what it says of its own offers.
    exceptIn: /(?:formats\/page\/(?:json-ld|page\.test|product)|ingest-page\.test)\.ts$/,
  },
  { words: ['embargo', 'embargoes', 'embargoed'], name: 'confidentiality hold' },
  { words: ['accountability', 'brake', 'brakes', 'braked'], name: 'notice quality' },
  { words: ['lot', 'lots'], name: 'blind audit' },
  { words: ['matter', 'matters'], name: 'regime' },
  {
    words: ['revision', 'revisions'],
    name: 'engine release',
    // The number of a change of a catalog, which other processes watch.
    exceptIn: /brands\/catalog\/|migrations\/0003_brands\.sql$|platform\/db\/schema\.ts$/,
  },
]

/** Offers of a page's own structured data, and of WebRTC. */
const schemaOrg = /'@(?:id|type)'|itemOffered|schema\.org|createOffer/
const excluded = /message-types\.ts$|\/node_modules\/|^scripts\/glossary/

export type Breach = { place: string; identifier: string; name: string }

/** Single-line strings and comments are no code; of templates over several lines SQL is read as code. */
const noCode = /\/\/.*|^\s*\*.*|\/\*.*|--.*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g

const compound = /[A-Za-z][a-z0-9]*[A-Z_]\w*|[a-z]\w*_\w+/g
const single =
  /(?<=(?:const|let|function|class|type|as|from|join|into) |[.{,([] ?)[A-Za-z]+(?= ?[:?=,.)}\]]|$)/g

function wordsOf(identifier: string): string[] {
  return identifier
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_/)
    .map((word) => word.toLowerCase())
}

/** Identifiers of a source that are made of words which the glossary rules out. */
export function breachesIn(file: string, text: string): Breach[] {
  const ruling = rules.filter(({ exceptIn }) => exceptIn?.test(file) !== true)
  const any = new RegExp(ruling.flatMap(({ words }) => words).join('|'), 'i')
  if (!any.test(text)) return []
  return text.split('\n').flatMap((line, at) => {
    if (!any.test(line) || schemaOrg.test(line)) return []
    const code = line.replaceAll(noCode, ' ')
    const identifiers = new Set([...(code.match(compound) ?? []), ...(code.match(single) ?? [])])
    return [...identifiers].flatMap((identifier) =>
      ruling
        .filter(({ words }) => wordsOf(identifier).some((word) => words.includes(word)))
        .map(({ name }) => ({ place: `${file}:${at + 1}`, identifier, name })),
    )
  })
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(?:tsx?|sql)$/.test(name) && !excluded.test(name))
}

/** Every breach in the sources of the packages, the scripts and the benchmarks. */
export function identifierBreaches(): { files: number; breaches: Breach[] } {
  const packages = readdirSync(join(root, 'packages'))
  const folders = [
    'bench',
    'scripts',
    ...packages.flatMap((one) => [`packages/${one}/src`, `packages/${one}/test`]),
  ]
  const present = new Set(
    packages.flatMap((one) =>
      readdirSync(join(root, 'packages', one)).map((name) => `packages/${one}/${name}`),
    ),
  )
  const files = folders
    .filter((one) => !one.startsWith('packages/') || present.has(one))
    .flatMap(filesOf)
  const breaches = files.flatMap((file) => breachesIn(file, readFileSync(join(root, file), 'utf8')))
  return { files: files.length, breaches }
}
