import { custodyFault } from '../custody/index.ts'
import { indexPath, PackageIndex } from '../packing/index.ts'
import type { Contents } from './contents.ts'
import type { Findings } from './model.ts'

/** Whether the index speaks of the files that are there, and its custody log is one unbroken chain. */
export async function checkIndex(contents: Contents, findings: Findings): Promise<void> {
  const index = await contents.take(
    indexPath,
    (bytes) => PackageIndex.parse(JSON.parse(bytes.toString('utf8'))),
    { check: 'index', findings },
  )
  if (!index) return
  const before = findings.count('index')
  const named = new Set<string>([indexPath])
  const names = new Set<string>()
  for (const { name, path, bytes, hash } of index.resources) {
    const file = `data/${path}`
    named.add(file)
    names.add(name)
    const digest = contents.digestOf(file)
    if (!contents.has(file))
      findings.fault('index', `The index names ${file}, which is not there.`, file)
    else if (
      digest !== undefined &&
      (`sha256:${digest}` !== hash || contents.sizeOf(file) !== bytes)
    ) {
      findings.fault('index', `The index says something else of ${file} than what is there.`, file)
    }
  }
  for (const path of contents.paths) {
    if (!path.startsWith('data/') || path.startsWith('data/seals/') || named.has(path)) continue
    findings.fault('index', `The index does not name ${path}.`, path)
  }
  if (findings.count('index') === before) {
    findings.ok('index', `The index names all ${index.resources.length} items as they are.`)
  }
  const strange = index.custody.flatMap(({ items }) => items).find((item) => !names.has(item))
  const fault =
    custodyFault(index.custody) ??
    (strange === undefined
      ? undefined
      : `The custody log speaks of ${strange}, which the index does not name.`)
  if (fault !== undefined) findings.fault('custody', fault, indexPath)
  else findings.ok('custody', `The custody log is one chain of ${index.custody.length} events.`)
}
