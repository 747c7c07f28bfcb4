import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  memoryLog,
  packEvidence,
  rehearsalAuthority,
  seal,
  sha256,
  signerOf,
  withEvent,
  writeFolder,
  type Authority,
  type CustodyEntry,
  type CustodyEvent,
  type EvidenceItem,
  type RehearsalAuthority,
} from '@touchstone/evidence'
import { evidenceReport } from '@touchstone/evidence/report'
import type { Captured } from '../captures/index.ts'
import { parties } from './parties.ts'

export type Sealed = {
  name: string
  authorities: readonly RehearsalAuthority[]
  publisherKey: string
  files: number
}

/** Seals what was captured, then packs it as a bag in the folder: one publisher, one log, two authorities. */
export async function packCapture(asked: {
  captured: Captured
  offer: Uint8Array
  assessment: Uint8Array
  url: string
  reason: string
  folder: string
  name: string
  version: string
}): Promise<Sealed> {
  const { captured, url, reason, name } = asked
  const { privateKey } = generateKeyPairSync('ed25519')
  const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const now = (): Date => new Date()
  const log = memoryLog(signer, now)
  const authorities = [rehearsalAuthority('lantern', now), rehearsalAuthority('harbour', now)]
  const publisher = { name: parties.brand.name, signer }
  const items = await itemsOf(captured, asked)
  const atCapture = await sealItems({ items, name, publisher, log, authorities })
  const names = items.map((item) => item.name)
  const { startedAt, endedAt } = captured.record
  const actor = { name: parties.analyst, role: 'Digital Evidence First Responder' }
  const events: CustodyEntry[] = [
    { at: startedAt, action: 'identified', actor, reason, items: [] },
    {
      at: endedAt,
      action: 'acquired',
      actor,
      reason: 'Captured in a browser without a past, for this case.',
      items: names,
      details: captured.sentence,
    },
    {
      at: now().toISOString(),
      action: 'preserved',
      actor,
      reason: 'Sealed at the capture and packed.',
      items: names,
    },
  ]
  const evidence = await packEvidence({
    name,
    title: `An offer on ${parties.platform.name}: item 4711`,
    description:
      'Made in a rehearsal: parties, offer and rights are invented, keys and roots are of this run.',
    sources: [{ title: 'The offer', path: url }],
    publisher,
    contact: { name: parties.analyst, email: parties.brand.email },
    items,
    custody: events.reduce<CustodyEvent[]>(withEvent, []),
    seals: [{ name: 'capture', files: atCapture.files }],
    log,
    authorities,
    report: evidenceReport,
    agent: `Touchstone ${asked.version}`,
    at: now(),
  })
  await writeFolder(evidence, asked.folder)
  return { name, authorities, publisherKey: signer.publicKey.pem, files: evidence.files.length }
}

type Sealing = {
  items: readonly EvidenceItem[]
  name: string
  publisher: Parameters<typeof seal>[0]['publisher']
  log: Parameters<typeof seal>[0]['log']
  authorities: readonly Authority[]
}

async function sealItems({ items, name, ...rest }: Sealing): ReturnType<typeof seal> {
  const files = await Promise.all(
    items.map(async ({ path, content }) => {
      const bytes = content instanceof Uint8Array ? content : await readFile(content.file)
      return { path: `data/${path}`, sha256: sha256(bytes), bytes: bytes.length }
    }),
  )
  return seal({ package: name, ...rest, files, at: new Date() })
}

async function itemsOf(
  { files }: Captured,
  { offer, assessment }: { offer: Uint8Array; assessment: Uint8Array },
): Promise<EvidenceItem[]> {
  const json = { mediatype: 'application/json' } as const
  return [
    ...files.map(({ name, path, title, mediatype }) => ({
      name: name.toLowerCase(),
      path: `items/${name}`,
      title,
      mediatype,
      content: { file: path },
    })),
    {
      name: 'offer',
      path: 'items/offer.json',
      title: 'The offer as it was sent',
      content: offer,
      ...json,
    },
    {
      name: 'assessment',
      path: 'items/assessment.json',
      title: 'What the engine said of it, with its reasons',
      content: assessment,
      ...json,
    },
  ]
}
