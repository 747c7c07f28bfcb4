import { custodyFault } from '../custody/index.ts'
import { indexPath, PackageIndex } from '../packaging/index.ts'
import type { Contents } from './package-contents.ts'
import { Findings } from './model.ts'

/** Items that the index declares as left out of the package, by path, with their digests. */
export async function withheldItems(contents: Contents): Promise<ReadonlyMap<string, string>> {
  // Faults of the index are reported when it is checked.
  const index = await contents.parse(
    indexPath,
    (bytes) => PackageIndex.parse(JSON.parse(bytes.toString('utf8'))),
    { check: 'index', findings: new Findings() },
  )
  const withheld = index?.withheld ?? []
  return new Map(
    withheld.map(({ path, hash }) => [`data/${path}`, hash.replace('sha256:', '')] as const),
  )
}

/** Whether the index speaks of the files that are there, and its custody log is one unbroken chain. */
export async function checkIndex(contents: Contents, findings: Findings): Promise<void> {
  const index = await contents.parse(
    indexPath,
    (bytes) => PackageIndex.parse(JSON.parse(bytes.toString('utf8'))),
    { check: 'index', findings },
  )
  if (!index) return
  const before = findings.count('index')
  const named = new Set<string>([indexPath])
  const { withheld = [] } = index
  const names = new Set(withheld.map(({ name }) => name))
  for (const { name, path, bytes, hash } of index.resources) {
    const file = `data/${path}`
    named.add(file)
    names.add(name)
    const digest = contents.digestOf(file)
    if (!contents.has(file))
      findings.fault('index', `The index names ${file}, which is missing.`, file)
    else if (
      digest !== undefined &&
      (`sha256:${digest}` !== hash || contents.sizeOf(file) !== bytes)
    ) {
      findings.fault('index', `The index does not match ${file}.`, file)
    }
  }
  for (const path of contents.paths) {
    if (!path.startsWith('data/') || path.startsWith('data/seals/') || named.has(path)) continue
    findings.fault('index', `The index does not name ${path}.`, path)
  }
  if (findings.count('index') === before) {
    findings.ok('index', `The index names all ${index.resources.length} items correctly.`)
  }
  checkDerived(index, findings)
  const strange = index.custody.flatMap(({ items }) => items).find((item) => !names.has(item))
  const fault =
    custodyFault(index.custody) ??
    (strange === undefined
      ? undefined
      : `The chain of custody mentions ${strange}, which the index does not name.`)
  if (fault !== undefined) findings.fault('custody', fault, indexPath)
  else
    findings.ok('custody', `The chain of custody is unbroken, with ${index.custody.length} events.`)
}

/** Derivations and omissions: both are stated by the publisher, under its seal. */
function checkDerived({ resources, withheld = [] }: PackageIndex, findings: Findings): void {
  const hashes = new Map([...resources, ...withheld].map(({ name, hash }) => [name, hash]))
  for (const { name, derivedFrom } of resources) {
    if (derivedFrom === undefined) continue
    if (hashes.get(derivedFrom.name) !== derivedFrom.hash) {
      findings.fault(
        'index',
        `The index says that ${name} was derived from ${derivedFrom.name}, but has no item with that name and digest.`,
        indexPath,
      )
    } else {
      findings.ok('index', `${name} was derived from ${derivedFrom.name}: ${derivedFrom.how}`)
    }
  }
  for (const { name, path, reason } of withheld) {
    findings.note('index', `${name} (data/${path}) is withheld from the package: ${reason}`)
  }
}
