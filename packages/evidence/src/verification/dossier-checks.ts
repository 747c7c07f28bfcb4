import { parseCanonical } from '../canonical/index.ts'
import { dossierFaults, dossierFiles, tlpMarking, type Dossier } from '../dossier/index.ts'
import { indexPath, PackageIndex } from '../packaging/index.ts'
import { Findings } from './model.ts'
import type { PackageFiles } from '../package-reader/index.ts'
import { compareWith } from './compare-dossiers.ts'
import type { Contents } from './package-contents.ts'

const jsonPath = `data/${dossierFiles.json.path}`

/**
 * Whether a package of a dossier has what such a package must have, and the dossier claims nothing that it must not.
 * Other packages are passed over.
 */
export async function checkDossierPackage(
  contents: Contents,
  findings: Findings,
  {
    packageName,
    against,
  }: {
    /** As the sealed statement names it. */
    packageName: string | undefined
    /** The package that it should refer to. */
    against?: PackageFiles | undefined
  },
): Promise<void> {
  const index = await indexOf(contents)
  const written = Object.values(dossierFiles).filter(({ name }) => name !== 'report')
  const isNamed = index?.resources.some(({ name }) => written.some((file) => file.name === name))
  if (!contents.has(jsonPath) && isNamed !== true) return
  const before = findings.count('dossier')
  if (index !== undefined) checkFiles(index, findings)
  const at = { check: 'dossier', findings } as const
  const value = await contents.parse(jsonPath, parseCanonical, at)
  if (value === undefined) return
  const faults = dossierFaults(value, itemNames(index))
  for (const fault of faults) findings.fault('dossier', fault, jsonPath)
  if (faults.length > 0) return
  const dossier = value as Dossier
  if (index !== undefined && index.title !== dossier.title) {
    findings.fault('dossier', 'The index and the dossier have different titles.', jsonPath)
  }
  await checkBundle(dossier, contents, findings)
  checkReferences(dossier, packageName, findings)
  if (against !== undefined) await compareWith(against, dossier, findings)
  if (findings.count('dossier') > before) return
  const { deconflictionNumber, accounts, links, listings, schedule } = dossier
  findings.ok(
    'dossier',
    `The dossier ${deconflictionNumber} is valid. Accounts: ${accounts.length}, leads: ${links.length}, listings: ${listings.length}, unused or exculpatory: ${schedule.length}.`,
  )
  report(dossier, findings)
}

async function indexOf(contents: Contents): Promise<PackageIndex | undefined> {
  // Faults of the index are reported when it is checked.
  return contents.parse(
    indexPath,
    (bytes) => PackageIndex.parse(JSON.parse(bytes.toString('utf8'))),
    { check: 'index', findings: new Findings() },
  )
}

/** The items of evidence: not the dossier itself in its forms. */
function itemNames(index: PackageIndex | undefined): Set<string> {
  const written = Object.values(dossierFiles).map(({ name }) => name as string)
  const names = [...(index?.resources ?? []), ...(index?.withheld ?? [])].map(({ name }) => name)
  return new Set(names.filter((name) => !written.includes(name)))
}

function checkFiles({ resources }: PackageIndex, findings: Findings): void {
  for (const { name, path, mediatype } of Object.values(dossierFiles)) {
    const listed = resources.find((resource) => resource.name === name)
    if (listed?.path === path && listed.mediatype === mediatype) continue
    const file = `data/${path}`
    findings.fault('dossier', `The index does not list ${file} of the dossier as ${name}.`, file)
  }
}

type StixBundle = { objects: { type: string; id: string; user_id?: string }[] }

/** Whether the bundle speaks of the accounts of the dossier, under its marking, and accuses nobody. */
async function checkBundle(
  dossier: Dossier,
  contents: Contents,
  findings: Findings,
): Promise<void> {
  const path = `data/${dossierFiles.stix.path}`
  const at = { check: 'dossier', findings } as const
  const objects = await contents.parse(path, readObjects, at)
  if (objects === undefined) return
  const fault = (sentence: string): void => findings.fault('dossier', sentence, path)
  if (objects.some(({ type }) => type === 'threat-actor')) {
    fault('The STIX bundle calls someone a threat actor.')
  }
  if (!objects.some(({ id }) => id === tlpMarking(dossier.tlp).id)) {
    fault(`The STIX bundle is not marked TLP:${dossier.tlp.toUpperCase()} as the dossier is.`)
  }
  const sellers = new Set(dossier.accounts.map(({ sellerId }) => sellerId))
  const named = objects.flatMap(({ type, user_id: user }) =>
    type === 'user-account' && user !== undefined ? [user] : [],
  )
  if (named.some((user) => !sellers.has(user)) || new Set(named).size !== sellers.size) {
    fault('The STIX bundle names other accounts than the dossier.')
  }
}

function readObjects(bytes: Buffer): StixBundle['objects'] {
  const bundle = parseCanonical(bytes)
  const isBundle =
    typeof bundle === 'object' &&
    bundle !== null &&
    'objects' in bundle &&
    Array.isArray(bundle.objects)
  if (!isBundle) throw new SyntaxError('it is not a STIX bundle')
  return bundle.objects as StixBundle['objects']
}

function checkReferences(
  { supplements, redactedFrom }: Dossier,
  packageName: string | undefined,
  findings: Findings,
): void {
  for (const reference of [supplements, redactedFrom]) {
    if (reference === null || reference.package !== packageName) continue
    findings.fault('dossier', `The dossier refers to its own package ${packageName}.`, jsonPath)
  }
}

function report(dossier: Dossier, findings: Findings): void {
  const { template, supplements, redactedFrom, withheld, missing } = dossier
  if (!template.verified) {
    const sentence = `Lines of the template ${template.id} were not read in their source: the dossier is for rehearsal only.`
    findings.note('dossier', sentence)
  }
  const required = missing.filter((line) => line.required)
  if (required.length > 0) {
    const labels = required.map(({ label }) => label).join('; ')
    findings.note('dossier', `The dossier lacks what its template requires: ${labels}.`)
  }
  if (supplements !== null) {
    findings.ok(
      'dossier',
      `It supplements ${supplements.package}, whose sealed statement has the digest ${supplements.digest}.`,
    )
  }
  if (redactedFrom !== null) {
    findings.note(
      'dossier',
      `It is a redacted copy of ${redactedFrom.package}, whose sealed statement has the digest ${redactedFrom.digest}. Parts withheld: ${withheld.length}.`,
    )
  }
}
