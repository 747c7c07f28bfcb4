import { open } from 'node:fs/promises'
import {
  decodeColours,
  decodePicture,
  describePicture,
  pictureLimits,
  tooManyBytes,
  type PictureDescription,
  type PictureNetworks,
} from '@touchstone/recognition/image'

type Unread = { ok: false; reason: string; message: string }

/** The description of a picture, or a clause that says why it could not be read: "it is empty". */
export type Described = { ok: true; description: PictureDescription } | Unread

/** Reads and describes a picture; faults of the file are returned, never thrown. */
export async function describeFile(path: string, networks?: PictureNetworks): Promise<Described> {
  const file = await bytesOfFile(path)
  if (!file.ok) return file
  const decoding = await decodePicture(file.bytes)
  if (!decoding.ok) return { ok: false, ...decoding.refusal }
  const colours = networks && (await decodeColours(file.bytes))
  const embeddings = colours?.ok ? await networks?.embed(colours.picture.colours) : undefined
  return { ok: true, description: describePicture(decoding.picture, embeddings) }
}

/** The bytes of a file that is small enough to be a picture. */
export async function bytesOfFile(path: string): Promise<{ ok: true; bytes: Buffer } | Unread> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size > pictureLimits.bytes) return { ok: false, ...tooManyBytes(size).refusal }
    return { ok: true, bytes: await file.readFile() }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { ok: false, reason: 'unreadable', message: `it cannot be read (${code ?? message})` }
  }
}
