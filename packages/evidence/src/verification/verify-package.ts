import { UnreadablePackage, type PackageFiles } from '../package-reader/index.ts'
import { sealFiles, type KeyStatement } from '../seals/index.ts'
import { checkAuditLog, type NamedHead } from './audit-log-checks.ts'
import { checkBag } from './bag-checks.ts'
import type { CheckedSeal } from './checked-seal.ts'
import { checkDossierPackage } from './dossier-checks.ts'
import { Contents } from './package-contents.ts'
import { checkIndex, withheldItems } from './index-checks.ts'
import { comparePublishers } from './key-checks.ts'
import { Findings, type Verdict } from './model.ts'
import { checkGrowth } from './seal-log-checks.ts'
import { checkSeal } from './seal-checks.ts'
import { noTrust, type Trust } from './trust-anchors.ts'

const sealFolder = 'seal'
const earlierFolder = /^data\/seals\/[^/]+(?=\/)/

/**
 * Verifies a package using only the package and the caller's trust anchors: no network, no database, no clock. Throws
 * `UnreadablePackage` if there is nothing to verify.
 */
export async function verifyPackage(
  files: PackageFiles,
  trust: Trust = noTrust,
  /** Heads of audit logs that its own has to be consistent with. */
  consistentWith: readonly NamedHead[] = [],
  /** The package that a dossier should supplement, or be a redacted copy of. */
  against?: PackageFiles,
): Promise<Verdict> {
  requirePackage(files)
  const findings = new Findings()
  for (const { path, sentence } of files.faults)
    findings.fault('paths', `${path}: ${sentence}`, path)
  const contents = await Contents.read(files, findings)
  await checkBag(contents, findings)
  const mustCover = contents.paths.filter(
    (path) => !path.startsWith(`${sealFolder}/`) && path !== 'tagmanifest-sha256.txt',
  )
  const withheld = await withheldItems(contents)
  const context = { contents, findings, trust }
  const own = await checkSeal({ folder: sealFolder, mustCover, withheld: new Map(), ...context })
  const earlier: CheckedSeal[] = []
  for (const folder of earlierFolders(contents)) {
    earlier.push(await checkSeal({ folder, mustCover: [], withheld, ...context }))
  }
  comparePublishers(own, earlier, findings)
  checkGrowth(own, earlier, findings)
  await checkAuditLog(contents, { log: own.statement?.log, consistentWith, findings })
  await checkIndex(contents, findings)
  const packageName = own.statement?.package
  await checkDossierPackage(contents, findings, { packageName, against })
  const { checks } = findings
  const { statement, vouched } = own
  const trusted = [statement?.publisher.key, vouched?.by]
  return {
    package: statement?.package ?? files.name,
    sound: checks.every(({ outcome }) => outcome !== 'fault'),
    publisher: statement
      ? {
          ...statement.publisher,
          trusted: trust.publishers.some(({ id }) => trusted.includes(id)),
          vouched: vouched ? vouchedIn(vouched) : null,
        }
      : null,
    sealedAt: statement?.sealedAt ?? null,
    timestamps: own.timestamps,
    checks,
  }
}

function vouchedIn({ holder, since, follows, by }: KeyStatement) {
  return { holder, since, follows, by }
}

function requirePackage({ sizes, name }: PackageFiles): void {
  const signs = ['bagit.txt', 'manifest-sha256.txt', `${sealFolder}/${sealFiles.statement}`]
  if (signs.some((path) => sizes.has(path))) return
  throw new UnreadablePackage(
    `${name} is not an evidence package: it contains neither a bag nor a seal.`,
  )
}

function earlierFolders({ paths }: Contents): Set<string> {
  return new Set(paths.flatMap((path) => earlierFolder.exec(path)?.[0] ?? []))
}
