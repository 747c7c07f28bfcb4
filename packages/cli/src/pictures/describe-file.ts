import { open } from 'node:fs/promises'
import {
  decodePicture,
  describePicture,
  pictureLimits,
  tooManyBytes,
  type Decoding,
  type PictureDescription,
} from '@touchstone/recognition/image'

/** What a file shows, or in a clause why it was not read: "it is empty". */
export type Described =
  { ok: true; description: PictureDescription } | { ok: false; reason: string; message: string }

/** Reads and describes a picture; whatever is wrong with the file is told, never thrown. */
export async function describeFile(path: string): Promise<Described> {
  let decoding: Decoding
  try {
    decoding = await decodeFile(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { ok: false, reason: 'unreadable', message: `it cannot be read (${code ?? message})` }
  }
  if (!decoding.ok) return { ok: false, ...decoding.refusal }
  return { ok: true, description: describePicture(decoding.picture) }
}

async function decodeFile(path: string): Promise<Decoding> {
  await using file = await open(path)
  const { size } = await file.stat()
  if (size > pictureLimits.bytes) return tooManyBytes(size)
  return decodePicture(await file.readFile())
}
