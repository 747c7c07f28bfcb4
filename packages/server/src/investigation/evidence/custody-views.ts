import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  readStoredSentence,
  type CircumstancesView,
  type CustodyStepView,
  type SealView,
} from '@touchstone/contract'
import {
  parseCanonical,
  type CustodyEvent,
  sealFiles,
  SealRecord,
  stampedAt,
  Statement,
  timestampFiles,
} from '@touchstone/evidence'
import type { CaptureRecord } from '../captures/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { itemName, unknownPerson, type EvidenceItemRow, type SealRow } from './types.ts'

/** The item with the circumstances of the capture. */
const recordName = 'capture.json'

/** The circumstances of the capture, from its sealed record; null if it is missing or damaged. */
export async function readCircumstances(
  blobs: Blobs,
  items: readonly EvidenceItemRow[],
): Promise<CircumstancesView | null> {
  const item = items.find(({ name }) => name === recordName)
  if (item === undefined) return null
  try {
    const text = await readFile(await blobs.file(item.sha256), 'utf8')
    return toCircumstances(JSON.parse(text) as CaptureRecord)
  } catch (error) {
    // The package identifies damaged bytes; failing the whole page would help nobody.
    if (error instanceof AppError || error instanceof SyntaxError) return null
    throw error
  }
}

function toCircumstances(record: CaptureRecord): CircumstancesView {
  const { pages, connections, certificates, clock, requests, view, tools } = record
  return {
    pages: pages.map(({ url, status, title, files, ...page }) => ({
      ...page,
      url: url ?? null,
      status: status ?? null,
      title: title ?? null,
      files: files.map(itemName),
    })),
    connections: connections.map(({ host, port, addresses, address, refused }) => ({
      host,
      port,
      addresses,
      address: address ?? null,
      refused: refused ?? null,
    })),
    certificates: certificates.map(({ origin, chain }) => ({
      origin,
      chain: chain.map(toCertificateView),
    })),
    clock: clock ? { serverDate: clock.serverDate, offsetSeconds: clock.offsetSeconds } : null,
    requests,
    view,
    tools,
  }
}

function toCertificateView(
  pem: string,
): CircumstancesView['certificates'][number]['chain'][number] {
  const { subject, issuer, validFrom, validTo, fingerprint256 } = new X509Certificate(pem)
  const onOneLine = (name: string): string => name.split('\n').join(', ')
  return {
    subject: onOneLine(subject),
    issuer: onOneLine(issuer),
    validFrom,
    validTo,
    sha256: fingerprint256,
  }
}

/** What other organisations do with copies: the chain names the organisation and none of its people. */
const byOrganisation: ReadonlySet<string | undefined> = new Set([
  'custody.shown-to-marketplace',
  'custody.shown-to-seller',
])

/** An event of a chain of custody for people: who acted by name, never by ID. */
export function toCustodyStep(event: CustodyEvent): CustodyStepView {
  const { sequence, at, action, actor, reason, details } = event
  const kind = actorKindOf(event)
  return {
    sequence,
    at,
    action,
    actor: kind === 'person' && unknownPerson.test(actor.name) ? null : actor.name,
    actorKind: kind,
    reason,
    ...(details !== undefined && { details }),
  }
}

function actorKindOf({ actor, reason }: CustodyEvent): CustodyStepView['actorKind'] {
  if (actor.role === 'the program') return 'program'
  return byOrganisation.has(readStoredSentence(reason)?.code) ? 'organisation' : 'person'
}

/** The facts of a capture's seal; `touchstone verify` checks them. */
export function toSealView({ logIndex, files }: SealRow): SealView | null {
  const statement = files.get(sealFiles.statement)
  const record = files.get(sealFiles.record)
  if (statement === undefined || record === undefined) return null
  const { sealedAt, publisher } = Statement.parse(parseCanonical(statement))
  const { timestamps, unanswered } = SealRecord.parse(parseCanonical(record))
  return {
    sealedAt,
    publisher: publisher.name,
    key: publisher.key,
    logIndex,
    timestamps: timestamps.flatMap(({ authority }) => {
      const response = files.get(timestampFiles(authority).response)
      return response === undefined ? [] : [{ authority, at: stampedAt(response).toISOString() }]
    }),
    unanswered: unanswered.map(({ authority, reason }) => ({ authority, reason })),
  }
}

/** Headers for an item: pictures and text are displayed, everything else is downloaded. */
export function downloadHeadersOf({
  name,
  mediatype,
}: Pick<EvidenceItemRow, 'name' | 'mediatype'>): {
  type: string
  disposition: 'inline' | 'attachment'
} {
  if (/^image\/(png|jpeg|webp|gif|avif)$/.test(mediatype)) {
    return { type: mediatype, disposition: 'inline' }
  }
  if (/\.(html|json|txt)$/.test(name)) {
    return { type: 'text/plain; charset=utf-8', disposition: 'attachment' }
  }
  return { type: 'application/octet-stream', disposition: 'attachment' }
}
