import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeStoredSentence, type RedactionInput } from '@touchstone/contract'
import { sql } from 'kysely'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { requireBlobs } from '../../platform/blobs/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import type { EvidenceItemRow } from './types.ts'
import { blackOut, replaceFields } from './redaction.ts'
import {
  addUserCustody,
  requireCapture,
  assertNotDisposed,
  requireUser,
  recordAudit,
} from './manage-captures.ts'
import { insertItems, itemsOf } from './repository.ts'

/**
 * Creates a redacted copy of a captured item, with parts painted over or replaced. The sealed original is unchanged;
 * the chain of custody records who made the copy and how.
 */
export async function redactItem(
  { store, blobs }: Pick<EvidenceDependencies, 'store' | 'blobs'>,
  { actor, input }: { actor: Actor; input: { id: string; redaction: RedactionInput } },
): Promise<EvidenceItemRow> {
  const { id, redaction } = input
  const person = requireUser(actor)
  const source = await store.transact(contextOf(actor), async (handle) => {
    const capture = await requireCapture(handle, id)
    assertNotDisposed(capture)
    return sourceOf(await itemsOf(handle, capture.id), redaction.item)
  })
  const bytes = await readFile(await blobs.file(source.sha256))
  const redacted =
    'regions' in redaction
      ? await blackOut(bytes, source.mediatype, redaction.regions)
      : replaceFields(bytes, source.mediatype, redaction.fields)
  const blob = await storeBytes(blobs, redacted.bytes)
  return store.transact(contextOf(actor), async (handle) => {
    const capture = await requireCapture(handle, id)
    assertNotDisposed(capture)
    await requireBlobs(handle, blobs, [blob.sha256])
    // Concurrent redactions of one item wait for each other, so that each gets its own name.
    await lockItems(handle, capture.id)
    const name = freeName(await itemsOf(handle, capture.id), source, redacted.ending)
    const item: EvidenceItemRow = {
      name,
      path: `derived/${name}`,
      mediatype: redacted.mediatype,
      ...blob,
      title: `${source.title} (${redacted.short})`,
      derivedFrom: source.name,
      how: redacted.how,
    }
    await insertItems(handle, capture, [item])
    await addUserCustody(handle, capture, person, {
      action: 'derived',
      reason: redaction.reason,
      items: [source.name, name],
      details: writeStoredSentence('custody.derived', {
        name,
        digest: item.sha256,
        source: source.name,
        sourceDigest: source.sha256,
        how: redacted.how,
      }),
    })
    await recordAudit(handle, person, 'evidence-redacted', capture.id)
    return item
  })
}

function sourceOf(items: readonly EvidenceItemRow[], name: string): EvidenceItemRow {
  const existing = items.find((item) => item.name === name)
  if (existing !== undefined) return existing
  const message = `the capture has no item ${name}`
  throw new AppError({ code: 'not-found', message, pointer: '/item' })
}

/** Named after the original, with a number: `page-1.redacted-2.png`. */
function freeName(
  items: readonly EvidenceItemRow[],
  { name }: EvidenceItemRow,
  ending: string,
): string {
  const stem = name.replace(/\.[a-z0-9]+$/, '').slice(0, 70)
  const usedNames = new Set(items.map((item) => item.name))
  for (let number = 1; ; number++) {
    const free = `${stem}.redacted-${number}.${ending}`
    if (!usedNames.has(free)) return free
  }
}

async function lockItems(handle: Transaction, captureId: string): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended('custody ' || ${captureId}::text, 0))`.execute(
    handle,
  )
}

async function storeBytes(
  blobs: EvidenceDependencies['blobs'],
  bytes: Uint8Array,
): Promise<{ sha256: string; bytes: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-redaction-'))
  try {
    const file = join(folder, 'item')
    await writeFile(file, bytes)
    return await blobs.put(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
