import { SignedAuditLogHead } from '../audit-log/index.ts'
import { isPlainPath, type Tags } from '../bag/index.ts'
import { canonicalBytes } from '../canonical/index.ts'
import { custodyFault, type CustodyEvent } from '../custody/index.ts'
import { seal, sealFiles, TreeHead, type Seal, type SealOptions } from '../seals/index.ts'
import { bagFiles, tagManifest } from './bag-files.ts'
import { hashFile, type Content, type PackedFile } from './packed-file.ts'
import {
  auditLogPath,
  indexPath,
  PackageIndex,
  type Resource,
  type WithheldItem,
} from './index-document.ts'

export type EvidenceItem = Omit<Resource, 'bytes' | 'hash'> & { content: Content }

export type PackOptions = {
  /** Letters, digits, dots and hyphens: the package is called so in every file. */
  name: string
  title: string
  description?: string
  sources: PackageIndex['sources']
  publisher: SealOptions['publisher']
  /** Where people reach the publisher, as `bag-info.txt` names it. */
  contact?: { name?: string; email?: string; phone?: string }
  items: readonly EvidenceItem[]
  /** Items that earlier seals cover and that are to be left out, each with the reason. */
  withheld?: readonly WithheldItem[]
  custody: readonly CustodyEvent[]
  /** Seals made before this one, such as at the capture, by a name each. */
  seals?: readonly { name: string; files: ReadonlyMap<string, Buffer> }[]
  log: SealOptions['log']
  authorities: SealOptions['authorities']
  /** The head of the publisher's audit log, with which a holder of the package can detect a rewritten log. */
  auditLog?: SignedAuditLogHead | undefined
  /** Makes the page for people out of the index. */
  report: (index: PackageIndex) => Promise<Uint8Array>
  /** The program that packs, with its version. */
  agent: string
  at: Date
}

export type PackedEvidence = {
  name: string
  /** Every file of the bag, ready to be written to a folder or an archive. */
  files: readonly PackedFile[]
  seal: Seal
}

const reportPath = 'report.pdf'

/** Packs evidence as a sealed bag (RFC 8493): index, readable report, manifests and seal. */
export async function packEvidence(options: PackOptions): Promise<PackedEvidence> {
  const fault = custodyFault(options.custody)
  if (fault !== undefined) throw new TypeError(fault)
  const payload = await payloadOf(options)
  const tagFiles = [
    ...(await bagFiles(payload, infoOf(options))),
    ...(await auditLogFiles(options.auditLog)),
  ]
  const sealed = [...payload, ...tagFiles]
  const own = await seal({
    package: options.name,
    publisher: options.publisher,
    log: options.log,
    authorities: options.authorities,
    files: sealed.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
    earlier: (options.seals ?? []).map(headOf),
    at: options.at,
  })
  const sealing = await filesIn('seal', own.files)
  const tags = [...tagFiles, ...sealing]
  return { name: options.name, files: [...sealed, ...sealing, await tagManifest(tags)], seal: own }
}

async function payloadOf(options: PackOptions): Promise<PackedFile[]> {
  const { items, seals = [] } = options
  const files: PackedFile[] = []
  const resources: Resource[] = []
  const add = async ({ content, ...item }: EvidenceItem): Promise<void> => {
    const file = await hashFile(`data/${item.path}`, content)
    files.push(file)
    resources.push({ ...item, bytes: file.bytes, hash: `sha256:${file.sha256}` })
  }
  for (const item of items) await add(item)
  for (const { name, files: inside } of seals) {
    files.push(...(await filesIn(`data/seals/${name}`, inside)))
  }
  const report = await options.report(indexOf(options, resources))
  await add({
    name: 'report',
    path: reportPath,
    title: 'Readable report of the contents of this package',
    mediatype: 'application/pdf',
    content: report,
  })
  const index = Buffer.from(`${JSON.stringify(indexOf(options, resources), null, 2)}\n`)
  files.push(await hashFile(indexPath, index))
  requireDistinct(files)
  return files
}

function indexOf(options: PackOptions, resources: readonly Resource[]): PackageIndex {
  return PackageIndex.parse({
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: options.name,
    title: options.title,
    description: options.description,
    created: options.at.toISOString(),
    contributors: [{ title: options.publisher.name, roles: ['publisher'] }],
    sources: options.sources,
    resources: [...resources],
    ...(options.withheld && options.withheld.length > 0 && { withheld: options.withheld }),
    custody: [...options.custody],
  })
}

async function auditLogFiles(head: SignedAuditLogHead | undefined): Promise<PackedFile[]> {
  if (head === undefined) return []
  return [await hashFile(auditLogPath, canonicalBytes(SignedAuditLogHead.parse(head)))]
}

function infoOf({ name, title, publisher, contact = {}, agent, at }: PackOptions): Tags {
  const tags: [string, string | undefined][] = [
    ['Source-Organization', publisher.name],
    ['Contact-Name', contact.name],
    ['Contact-Email', contact.email],
    ['Contact-Phone', contact.phone],
    ['External-Identifier', name],
    ['External-Description', title],
    ['Bagging-Date', at.toISOString().slice(0, 10)],
    ['Bag-Software-Agent', agent],
  ]
  return tags.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]))
}

function headOf({ files }: { files: ReadonlyMap<string, Buffer> }): TreeHead {
  const bytes = files.get(sealFiles.head)
  return TreeHead.parse(JSON.parse(bytes?.toString('utf8') ?? 'null'))
}

async function filesIn(folder: string, files: ReadonlyMap<string, Buffer>): Promise<PackedFile[]> {
  return Promise.all([...files].map(([name, bytes]) => hashFile(`${folder}/${name}`, bytes)))
}

function requireDistinct(files: readonly PackedFile[]): void {
  const seen = new Set<string>()
  for (const { path } of files) {
    if (!isPlainPath(path)) throw new TypeError(`${path} is not a path that every system can write`)
    if (seen.has(path.toLowerCase())) throw new TypeError(`two items are called ${path}`)
    seen.add(path.toLowerCase())
  }
}
