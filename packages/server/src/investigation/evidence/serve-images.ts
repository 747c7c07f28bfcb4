import { readFile } from 'node:fs/promises'
import { isOnHold } from '../../enforcement/confidentiality-holds/index.ts'
import { detectImage, type ImageType } from '../../images/pipeline/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import { addCustody, findCapture } from './repository.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'evidence' } } as const

const shown: readonly ImageType[] = ['image/png', 'image/jpeg', 'image/webp']

/** A picture of somebody else's capture, for whoever was found to be allowed to see it. */
export type ServedImage = {
  capture: string
  name: string
  sha256: string
  /** The organisation that shows it, by name. */
  by: string
  reason: string
  /** The notice that it came with, where nobody is shown it while whoever sent that holds it back. */
  unlessHeld?: { notice: string; now: Date }
}

/**
 * Hands out a picture of a capture beyond the organisation whose capture it is. The chain of custody tells of it
 * before any byte goes, and names nobody of the other house. What is no picture by its own bytes stays here.
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
    // Nothing is said of why: it would tell of what the other house waits for.
    if (unlessHeld !== undefined) {
      const { notice, now } = unlessHeld
      const about = { kind: 'notice', id: notice } as const
      if (await isOnHold(handle, { organisationId, now, about })) throw imageNotFound()
    }
    const details = `A copy of ${name} (SHA-256 ${sha256}) was shown.`
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
