import type { PictureReading } from '@touchstone/contract'
import type { PictureReader } from '@touchstone/recognition/image'
import { bytesOfFile } from './describe-image-file.ts'

/** The text in a file, or a clause that says why it could not be read: "it is empty". */
export type FileReading =
  | { ok: true; reading: PictureReading }
  | { ok: false; reason: string; message: string }

/** Reads a picture; faults of the file are returned, never thrown. */
export async function readFile(path: string, reader: PictureReader): Promise<FileReading> {
  const file = await bytesOfFile(path)
  if (!file.ok) return file
  const outcome = await reader.readPicture(file.bytes)
  return outcome.ok ? outcome : { ok: false, ...outcome.refusal }
}
