import {
  bagDeclaration,
  foldedPath,
  manifestText,
  parseManifest,
  parseTags,
  tagOf,
  type Manifest,
} from '../bag/index.ts'
import type { Contents } from './package-contents.ts'
import type { Findings } from './model.ts'

const payloadManifest = 'manifest-sha256.txt'
const tagManifest = 'tagmanifest-sha256.txt'

/** Whether the bag is whole by its own manifests (RFC 8493, 3): each file there, unchanged, and none added. */
export async function checkBag(contents: Contents, findings: Findings): Promise<void> {
  const at = { check: 'bag', findings } as const
  const text = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const declaration = await contents.parse('bagit.txt', text, at)
  if (declaration !== undefined && declaration !== bagDeclaration) {
    findings.fault('bag', 'bagit.txt does not declare a bag of BagIt 1.0 in UTF-8.', 'bagit.txt')
  }
  const isPayload = (path: string): boolean => path.startsWith('data/')
  const payload = await contents.parse(payloadManifest, (bytes) => manifestAsMade(text(bytes)), at)
  const tags = await contents.parse(tagManifest, (bytes) => manifestAsMade(text(bytes)), at)
  const info = await contents.parse('bag-info.txt', (bytes) => parseTags(text(bytes)), at)
  const listable = contents.paths.filter((path) => !isPayload(path) && path !== tagManifest)
  if (payload) {
    const there = contents.paths.filter(isPayload)
    checkManifest({ manifest: payload, name: payloadManifest, there }, contents, findings)
  }
  if (tags)
    checkManifest({ manifest: tags, name: tagManifest, there: listable }, contents, findings)
  if (info) checkOxum(tagOf(info, 'Payload-Oxum'), contents, findings)
  checkNames(contents, findings)
  if (findings.count('bag') + findings.count('files') === 0) {
    findings.ok(
      'bag',
      'The bag is complete: it has its declaration, and its manifests name every file.',
    )
    findings.ok('files', `All ${contents.paths.length} files match the digests in the manifests.`)
  }
}

type ManifestCheck = { manifest: Manifest; name: string; there: readonly string[] }

/** Compares the files that a manifest must name with those that it names. */
function checkManifest(
  { manifest, name, there }: ManifestCheck,
  contents: Contents,
  findings: Findings,
): void {
  const expected = new Set(there)
  for (const [path, digest] of manifest) {
    const digestFound = contents.digestOf(path)
    if (!contents.has(path)) {
      findings.fault('files', `${path} was removed: ${name} names it, but it is missing.`, path)
    } else if (!expected.has(path)) {
      findings.fault('bag', `${name} names ${path}, which it must not name.`, name)
    } else if (digestFound !== undefined && digestFound !== digest) {
      findings.fault('files', `${path} was changed: its digest is not the one in ${name}.`, path)
    }
  }
  for (const path of there) {
    if (manifest.has(path)) continue
    findings.fault('files', `${path} was added: ${name} does not name it.`, path)
  }
}

function checkOxum(oxum: string | undefined, contents: Contents, findings: Findings): void {
  const payload = contents.paths.filter((path) => path.startsWith('data/'))
  const bytes = payload.reduce((sum, path) => sum + contents.sizeOf(path), 0)
  const oxumFound = `${bytes}.${payload.length}`
  if (oxum === oxumFound) return
  findings.fault(
    'bag',
    `bag-info.txt says "${oxum ?? 'nothing'}" for the bytes and files in data, but there are ${oxumFound}.`,
    'bag-info.txt',
  )
}

function checkNames(contents: Contents, findings: Findings): void {
  const seen = new Map<string, string>()
  for (const path of contents.paths) {
    const twin = seen.get(foldedPath(path))
    if (twin !== undefined) {
      findings.fault('paths', `${path} and ${twin} are the same file on some systems.`, path)
    }
    seen.set(foldedPath(path), path)
  }
}

/** A manifest in exactly the form in which packages are made: any deviation is a fault, even in letter case. */
function manifestAsMade(written: string): Manifest {
  const manifest = parseManifest(written)
  if (manifestText(manifest) === written) return manifest
  throw new SyntaxError('its content was re-encoded since it was created')
}
