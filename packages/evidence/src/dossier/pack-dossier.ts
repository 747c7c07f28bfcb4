import { canonicalBytes, sha256 } from '../canonical/index.ts'
import {
  packEvidence,
  type EvidenceItem,
  type PackedEvidence,
  type PackOptions,
} from '../packaging/index.ts'
import { sealFiles } from '../seals/index.ts'
import { checkDossier } from './check-dossier.ts'
import { dossierFiles } from './dossier-files.ts'
import type { Dossier, PackageReference } from './model.ts'
import { writeDossierPdf } from './write-dossier-pdf.ts'
import { writeDossierWorkbook } from './write-dossier-workbook.ts'
import { writeStixBundle } from './write-stix-bundle.ts'

export type DossierPackOptions = Omit<PackOptions, 'title' | 'report' | 'sources'> & {
  dossier: Dossier
}

/** What a verifier reads of one file as a whole. */
const maxDossierBytes = 32 * 1024 ** 2

/**
 * Packs a dossier with its evidence: `dossier.json` in canonical form, the same as PDF, workbook and STIX bundle, and
 * the items. Throws a `TypeError` that names every fault of the dossier (`dossierFaults`).
 */
export async function packDossier(options: DossierPackOptions): Promise<PackedEvidence> {
  const { dossier: given, items, withheld = [], ...rest } = options
  const named = itemNames([...items, ...withheld])
  const dossier = checkDossier(given, named)
  return packEvidence({
    ...rest,
    title: dossier.title,
    sources: [{ title: `${dossier.template.id} ${dossier.deconflictionNumber}` }],
    items: [...(await writtenItems(dossier)), ...items],
    withheld,
    report: async (index) => writeDossierPdf(dossier, index),
  })
}

/** The reference by which a supplement or a redacted twin names a package. */
export function packageReference({ name, seal }: PackedEvidence): PackageReference {
  const statement = seal.files.get(sealFiles.statement)
  if (statement === undefined) throw new TypeError(`${name} has no sealed statement.`)
  return { package: name, digest: `sha256:${sha256(statement)}` }
}

function itemNames(items: readonly { name: string }[]): Set<string> {
  const names = new Set<string>()
  const reserved = Object.values(dossierFiles).map((file) => file.name as string)
  for (const { name } of items) {
    if (reserved.includes(name) || names.has(name)) {
      throw new TypeError(`Another item is called ${name}.`)
    }
    names.add(name)
  }
  return names
}

async function writtenItems(dossier: Dossier): Promise<EvidenceItem[]> {
  const { json, workbook, stix } = dossierFiles
  const content = canonicalBytes(dossier)
  if (content.length > maxDossierBytes) {
    throw new TypeError(
      `The dossier has ${content.length} bytes without its items; at most ${maxDossierBytes} can be verified.`,
    )
  }
  return [
    { ...json, title: 'The dossier', content },
    {
      ...workbook,
      title: 'The dossier as a workbook',
      content: await writeDossierWorkbook(dossier),
    },
    {
      ...stix,
      title: 'Accounts and leads as a STIX 2.1 bundle',
      content: writeStixBundle(dossier),
    },
  ]
}
