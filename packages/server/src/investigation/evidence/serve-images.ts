import { readFile } from 'node:fs/promises'
import { isHeld } from '../../enforcement/confidentiality-holds/index.ts'
import { kindOf, type PictureType } from '../../images/pipeline/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { CapturingOptions } from './run-captures.ts'
import { addCustody, findCapture } from './repository.ts'

const context = { as: 'operator', actor: { kind: 'operator', id: 'evidence' } } as const

const shown: readonly PictureType[] = ['image/png', 'image/jpeg', 'image/webp']

/** A picture of somebody else's capture, for whoever was found to be allowed to see it. */
export type PictureOut = {
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
export async function handOutPicture(
  { store, blobs }: Pick<CapturingOptions, 'store' | 'blobs'>,
  { capture: id, name, sha256, by, reason, unlessHeld }: PictureOut,
): Promise<{ bytes: Buffer; type: PictureType }> {
  const bytes = await readFile(await blobs.file(sha256))
  const type = kindOf(bytes)?.type
  if (type === undefined || !shown.includes(type)) throw noPicture()
  await store.transact(context, async (handle) => {
    const capture = await findCapture(handle, id)
    if (capture === undefined) throw noPicture()
    const { organisationId } = capture
    // Nothing is said of why: it would tell of what the other house waits for.
    if (unlessHeld !== undefined) {
      const { notice, now } = unlessHeld
      const about = { kind: 'notice', id: notice } as const
      if (await isHeld(handle, { organisationId, now, about })) throw noPicture()
    }
    const details = `A copy of ${name} (SHA-256 ${sha256}) was shown.`
    const items = [name]
    await addCustody(handle, capture, [
      { action: 'transferred', actor: { name: by }, reason, items, details },
    ])
  })
  return { bytes, type }
}

export function noPicture(): AppError {
  const message = 'there is no such picture here'
  return new AppError({ code: 'not-found', message, pointer: '/digest' })
}
