import { canonicalBytes, parseCanonical, sha256 } from '../canonical/index.ts'
import { Dossier, dossierFiles, redactDossier } from '../dossier/index.ts'
import { bytesOfFile, type PackageFiles } from '../package-reader/index.ts'
import { sealFiles } from '../seals/index.ts'
import type { Findings } from './model.ts'

const jsonPath = `data/${dossierFiles.json.path}`

/**
 * Whether a package is the one that a supplement or redacted twin refers to, by the digest of its sealed statement, and
 * whether the twin differs from the complete dossier in nothing but the parts that it says it withholds. Whether that
 * package is sound is checked by verifying it.
 */
export async function compareWith(
  other: PackageFiles,
  dossier: Dossier,
  findings: Findings,
): Promise<void> {
  const digest = `sha256:${sha256(await bytesOf(other, `seal/${sealFiles.statement}`))}`
  const { supplements, redactedFrom } = dossier
  if (supplements?.digest !== digest && redactedFrom?.digest !== digest) {
    findings.fault(
      'dossier',
      `The dossier does not refer to ${other.name}: the digest of its sealed statement is ${digest}.`,
      jsonPath,
    )
    return
  }
  findings.ok('dossier', `The dossier refers to ${other.name}.`)
  if (redactedFrom?.digest !== digest) return
  if (await isTwinOf(other, dossier)) {
    findings.ok('dossier', `It differs from ${other.name} only in the parts that it withholds.`)
  } else {
    const sentence = `The redacted dossier differs from ${other.name} in more than the parts that it names.`
    findings.fault('dossier', sentence, jsonPath)
  }
}

async function isTwinOf(other: PackageFiles, dossier: Dossier): Promise<boolean> {
  const { redactedFrom, withheld } = dossier
  const complete = Dossier.safeParse(parseCanonical(await bytesOf(other, jsonPath)))
  if (!complete.success || redactedFrom === null) return false
  try {
    const twin = redactDossier(complete.data, withheld, redactedFrom)
    return canonicalBytes(twin).equals(canonicalBytes(dossier))
  } catch {
    // A part that the complete dossier does not have.
    return false
  }
}

async function bytesOf(files: PackageFiles, path: string): Promise<Buffer> {
  return files.sizes.has(path) ? bytesOfFile(files, path) : Buffer.alloc(0)
}
