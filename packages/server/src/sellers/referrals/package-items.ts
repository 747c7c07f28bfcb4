import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EvidenceItem } from '@touchstone/evidence'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import {
  exportSealed,
  findBrokenCapture,
  type PackagingSteps,
} from '../../investigation/evidence/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { sealBroken } from './check-release.ts'
import type { PackedCapture } from './items-of-dossier.ts'
import type { DossierParts } from './read-dossier-parts.ts'
import { contentOfDocument } from './repository.ts'
import type { PackageRow, ReferralDependencies } from './types.ts'

type Person = Extract<Actor, { kind: 'person' }>

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/** The attached documents as items. */
export async function documentItems(
  { store }: ReferralDependencies,
  actor: Person,
  { documents }: DossierParts,
): Promise<{ items: EvidenceItem[]; documents: Map<string, string> }> {
  const items: EvidenceItem[] = []
  const names = new Map<string, string>()
  for (const { id, title, mediaType } of documents) {
    const content = await store.transact(contextOf(actor), (handle) =>
      contentOfDocument(handle, id),
    )
    if (content === undefined) continue
    const name = `document-${id}`
    names.set(id, name)
    const path = `documents/${name}.${extensions[mediaType] ?? 'bin'}`
    items.push({ name, path, title, mediatype: mediaType, content })
  }
  return { items, documents: names }
}

export function supplementItem({ words }: PackageRow): EvidenceItem[] {
  if (words === null) return []
  return [
    {
      name: 'supplement',
      path: 'supplement.txt',
      title: 'What this supplement adds',
      mediatype: 'text/plain',
      content: Buffer.from(words),
    },
  ]
}

export function captureItem(name: string, file: string): EvidenceItem {
  return {
    name,
    path: `captures/${name}.zip`,
    title: 'Evidence package of a capture',
    mediatype: 'application/zip',
    content: { file },
  }
}

/** The package of each capture, verifiable alone; the copy is in its chain of custody. */
export async function exportCaptures(
  dependencies: ReferralDependencies,
  {
    row,
    actor,
    wanted,
    folder,
    steps,
  }: {
    row: PackageRow
    actor: Person
    wanted: readonly { listing: string; capture: string }[]
    folder: string
    steps: PackagingSteps
  },
): Promise<PackedCapture[]> {
  await mkdir(join(folder, 'captures'))
  const packed: PackedCapture[] = []
  for (const { listing, capture } of wanted) {
    const file = join(folder, 'captures', `${capture}.zip`)
    const reason = `Copied for referral ${row.referralId}`
    const input = { id: capture, reason, target: file, agent: 'Touchstone' }
    const exported = await exportSealed(dependencies, { actor, input }).catch(async (error) => {
      throw await orDamaged(dependencies, capture, error)
    })
    if (exported !== undefined)
      packed.push({
        listing,
        name: `capture-${capture}`,
        file,
        url: exported.capture.url,
        sealedAt: new Date(exported.seal.sealedAt).toISOString(),
      })
    await steps.next()
  }
  return packed
}

/** A damaged file is named by its capture, since it ends the package; any other error is as it was. */
async function orDamaged(
  { store, blobs }: ReferralDependencies,
  capture: string,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'store-unfit') return error
  const broken = await findBrokenCapture({ store, blobs }, [capture])
  return broken === undefined ? error : sealBroken(broken)
}
