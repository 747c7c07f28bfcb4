import { readFile } from 'node:fs/promises'
import { writeStoredSentence } from '@touchstone/contract'
import { isOnHold } from '../../enforcement/confidentiality-holds/index.ts'
import { detectImage, type ImageType } from '../../images/pipeline/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import { addCustody, findCapture } from './repository.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'evidence' } } as const

const shown: readonly ImageType[] = ['image/png', 'image/jpeg', 'image/webp']

/** A picture of another organisation's capture, for a reader whose permission has been checked. */
export type ServedImage = {
  capture: string
  name: string
  sha256: string
  /** Name of the organisation that shows it. */
  by: string
  reason: string
  /** The notice it came with, if it must not be shown while the notifier's organisation has a hold on it. */
  unlessHeld?: { notice: string; now: Date }
}

/**
 * Returns a picture of a capture to someone outside its organisation. The chain of custody records it first, without
 * naming the other organisation's person. Files that are not pictures by their bytes are refused.
 */
export async function serveImage(
  { store, blobs }: Pick<EvidenceDependencies, 'store' | 'blobs'>,
  { capture: id, name, sha256, by, reason, unlessHeld }: ServedImage,
): Promise<{ bytes: Buffer; type: ImageType }> {
  const bytes = await readFile(await blobs.file(sha256))
  const type = detectImage(bytes)?.type
  if (type === undefined || !shown.includes(type)) throw imageNotFound()
  await store.transact(context, async (handle) => {
    const capture = await findCapture(handle, id)
    if (capture === undefined) throw imageNotFound()
    const { organisationId } = capture
    // No reason is given: it would reveal the other organisation's hold.
    if (unlessHeld !== undefined) {
      const { notice, now } = unlessHeld
      const about = { kind: 'notice', id: notice } as const
      if (await isOnHold(handle, { organisationId, now, about })) throw imageNotFound()
    }
    const details = writeStoredSentence('custody.copy-shown', { name, digest: sha256 })
    const items = [name]
    await addCustody(handle, capture, [
      { action: 'transferred', actor: { name: by }, reason, items, details },
    ])
  })
  return { bytes, type }
}

export function imageNotFound(): AppError {
  const message = 'there is no such picture here'
  return new AppError({ code: 'not-found', message, pointer: '/digest' })
}
