import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** A word of the glossary's column "never" that no identifier may use, and the concept's name. */
type Rule = { words: readonly string[]; name: string; exceptIn?: RegExp; onlyIn?: RegExp }

const rules: readonly Rule[] = [
  {
    words: ['offer', 'offers'],
    name: 'listing',
    // schema.org's Offer and its properties.
    exceptIn: /(?:formats\/page\/(?:json-ld|page\.test|product)|ingest-page\.test)\.ts$/,
  },
  { words: ['embargo', 'embargoes', 'embargoed'], name: 'confidentiality hold' },
  { words: ['accountability', 'brake', 'brakes', 'braked'], name: 'notice quality' },
  { words: ['lot', 'lots'], name: 'blind audit' },
  { words: ['matter', 'matters'], name: 'regime' },
  {
    words: ['revision', 'revisions'],
    name: 'engine release',
    // The number of a catalog change, which other processes watch.
    exceptIn: /brands\/catalog\/|migrations\/0003_brands\.sql$|platform\/db\/schema\.ts$/,
  },
  { words: ['clocks'], name: 'deadline' },
  {
    words: ['automaton'],
    name: 'system',
    // Of regular expressions.
    exceptIn: /^bench\/peers\.ts$/,
  },
  {
    words: ['clock'],
    name: 'time limit',
    // Elsewhere it is where a program reads the time.
    onlyIn:
      /packages\/jurisdiction\/|contract\/src\/enforcement\/|enforcement\/proceedings\/(?!routes)|migrations\/\d+_enforcement\.sql$/,
  },
]

/** Tables and columns of what sellers send: each is an appeal, an appeal link or a proof request. */
const sellerTables =
  /^(?:answers?_(?:links?|documents?|id|days|token|session)|(?:\w+_)?proof_asks?(?:_\w+)?|ask_id|sees_ask)$/

/** Verbs that mean five things each, and their participles, in the names of functions. */
const vagueVerb =
  /^(?!lookAlike)(?:take|taken|tell|told|keep|kept|hold(?![A-Z])|held|look|looked|hear|heard)(?=[A-Z]|$)/
const functionNames = [
  /\bfunction\*? ?(\w+)/g,
  /^ {2}(?:(?:private|static|async) )*\*?(\w+)(?:<.*>)?\(.*\{$/g,
  /^ {2}(?:(?:private|static|async) )+\*?(\w+)(?:<.*>)?\($/g,
  /\bconst (\w+) = (?:async )?(?:\([^()]*\)|\w+)(?:: [^=]+)? =>/g,
]
const namedFunctions =
  /^packages\/(?:server|jurisdiction|linkage|recognition|evidence|cli|client|contract)\/src\/(?!.*(?:\/test\/|\.test\.ts$))/

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
  const ruling = rules.filter(
    ({ exceptIn, onlyIn }) => exceptIn?.test(file) !== true && onlyIn?.test(file) !== false,
  )
  const any = new RegExp(ruling.flatMap(({ words }) => words).join('|'), 'i')
  return [...wordBreaches(file, text, ruling, any), ...nameBreaches(file, text)]
}

/** Tables, columns and functions whose whole name is ruled out. */
function nameBreaches(file: string, text: string): Breach[] {
  const namesFunctions = namedFunctions.test(file)
  return text.split('\n').flatMap((line, at) => {
    const place = `${file}:${at + 1}`
    const tables = (line.match(/\b[a-z]+_\w+/g) ?? [])
      .filter((name) => sellerTables.test(name))
      .map((identifier) => ({ place, identifier, name: 'appeal' }))
    if (!namesFunctions) return tables
    const functions = functionNames
      .flatMap((pattern) => [...line.matchAll(pattern)].map(([, name = '']) => name))
      .filter((name) => vagueVerb.test(name))
      .map((identifier) => ({ place, identifier, name: 'a verb of what happens' }))
    return [...tables, ...functions]
  })
}

function wordBreaches(file: string, text: string, ruling: readonly Rule[], any: RegExp): Breach[] {
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
    ...packages.flatMap((packageName) => [
      `packages/${packageName}/src`,
      `packages/${packageName}/test`,
    ]),
  ]
  const present = new Set(
    packages.flatMap((packageName) =>
      readdirSync(join(root, 'packages', packageName)).map(
        (name) => `packages/${packageName}/${name}`,
      ),
    ),
  )
  const files = folders
    .filter((folder) => !folder.startsWith('packages/') || present.has(folder))
    .flatMap(filesOf)
  const breaches = files.flatMap((file) => breachesIn(file, readFileSync(join(root, file), 'utf8')))
  return { files: files.length, breaches }
}
