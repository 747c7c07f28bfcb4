import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Files by path in the repository, with the files whose code each of them runs. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>

const sources = ['packages/*/{src,test,build}', 'scripts', 'bench', 'eval'].map(
  (folder) => `${folder}/**/*.{ts,tsx,js,mjs}`,
)
const statements = /^(?:import|export)\s+(type\s+)?(?:([\w*{][^'"]*?)\s+from\s+)?'([^'\n]+)'/gm
const expressions = /\b(?:import\(|new URL\()\s*'([^'\n]+)'/g

type Target = string | Record<string, string>
type Manifest = {
  name?: string
  exports?: Record<string, Target>
  imports?: Record<string, Target>
}
/** `names` is undefined for a whole module. */
type Reference = {
  file: string
  names: { from: string; as: string }[] | undefined
  isExport: boolean
}

/** The files that every source file runs: an `index.ts` is replaced by the files that define the imported names. */
export function readImportGraph(root: string): ImportGraph {
  const named = namedFiles(root)
  const exclude = (name: string): boolean => /(^|\/)(node_modules|dist)$/.test(name)
  const references = new Map(
    globSync(sources, { cwd: root, exclude }).map((file) => [
      file,
      referencesIn(root, file, named),
    ]),
  )

  /** The files that have a name which a file exports. */
  function sourcesOf(file: string, name: string, seen: Set<string>): string[] {
    if (seen.has(`${file} ${name}`)) return []
    seen.add(`${file} ${name}`)
    const exports = (references.get(file) ?? []).filter(({ isExport }) => isExport)
    const byName = exports.flatMap((exported) =>
      (exported.names ?? [])
        .filter(({ as }) => as === name)
        .map(({ from }) => ({ file: exported.file, from })),
    )
    if (byName.length > 0)
      return byName.flatMap((reference) => sourcesOf(reference.file, reference.from, seen))
    const whole = exports.filter(({ names }) => names === undefined)
    return [file, ...whole.flatMap((reference) => sourcesOf(reference.file, name, seen))]
  }

  return new Map(
    [...references].map(([file, all]) => [
      file,
      new Set(
        all.flatMap((reference) =>
          reference.names === undefined
            ? [reference.file]
            : reference.names.flatMap(({ from }) => sourcesOf(reference.file, from, new Set())),
        ),
      ),
    ]),
  )
}

function referencesIn(root: string, file: string, named: Map<string, string>): Reference[] {
  const text = readFileSync(join(root, file), 'utf8')
  const placeOf = (specifier: string): string | undefined =>
    specifier.startsWith('.')
      ? relative(root, join(root, dirname(file), specifier))
      : named.get(specifier)
  const references: Reference[] = []
  for (const [statement, type, clause, specifier = ''] of text.matchAll(statements)) {
    const place = placeOf(specifier)
    // A type runs nothing: type checking covers it.
    if (place === undefined || type !== undefined) continue
    const names = /\{([^}]*)\}/
      .exec(clause ?? '')?.[1]
      ?.split(',')
      .map((part) => part.trim())
    references.push({
      file: place,
      names: names
        ?.filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => {
          const [from = '', as = from] = name.split(/\s+as\s+/)
          return { from, as }
        }),
      isExport: statement.startsWith('export'),
    })
  }
  for (const [, specifier = ''] of text.matchAll(expressions)) {
    const place = placeOf(specifier)
    if (place !== undefined) references.push({ file: place, names: undefined, isExport: false })
  }
  return references
}

/** The files behind the names by which the packages of this repository import one another. */
function namedFiles(root: string): Map<string, string> {
  const named = new Map<string, string>()
  const aliases: [from: string, to: string][] = []
  for (const file of globSync('packages/*/package.json', { cwd: root })) {
    const { name, exports, imports } = JSON.parse(
      readFileSync(join(root, file), 'utf8'),
    ) as Manifest
    for (const [path, entry] of Object.entries({ ...exports, ...imports })) {
      const target = typeof entry === 'string' ? entry : entry['touchstone-source']
      if (target === undefined) continue
      const from = path.startsWith('#') ? path : `${name}${path.slice(1)}`
      if (target.startsWith('.')) named.set(from, relative(root, join(root, dirname(file), target)))
      else aliases.push([from, target])
    }
  }
  for (const [from, to] of aliases) {
    const file = named.get(to)
    if (file !== undefined) named.set(from, file)
  }
  return named
}

const isTest = (file: string): boolean => file.endsWith('.test.ts')
/** Files that combine leaves: a server, a set-up of tests. Through these, every leaf would reach every test. */
const isAssembly = (file: string): boolean =>
  /^packages\/(?:server\/src\/(?:app|demo)\/|[^/]+\/test\/)/.test(file) && !isTest(file)

/**
 * The tests that a change touches: those beside a changed file, and those that run its code by imports alone, not by
 * way of a whole server.
 */
export function affectedTests(graph: ImportGraph, changed: readonly string[]): string[] {
  const importers = new Map<string, string[]>()
  for (const [file, read] of graph) {
    for (const imported of read) importers.set(imported, [...(importers.get(imported) ?? []), file])
  }
  const reached = new Set(changed)
  for (const file of reached) {
    if (!changed.includes(file) && isAssembly(file)) continue
    for (const importer of importers.get(file) ?? []) reached.add(importer)
  }
  const folders = new Set(changed.map((file) => dirname(file)))
  return [...graph.keys()]
    .filter((file) => isTest(file) && (reached.has(file) || folders.has(dirname(file))))
    .toSorted()
}

if (import.meta.main) {
  const graph = readImportGraph(dirname(import.meta.dirname))
  for (const test of affectedTests(graph, process.argv.slice(2))) console.log(test)
}
