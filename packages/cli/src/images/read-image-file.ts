import type { PictureReading } from '@touchstone/contract'
import type { PictureReader } from '@touchstone/recognition/image'
import { bytesOfFile } from './describe-image-file.ts'

/** What is written in a file, or in a clause why it was not read: "it is empty". */
export type FileReading =
  | { ok: true; reading: PictureReading }
  | { ok: false; reason: string; message: string }

/** Reads a picture; whatever is wrong with the file is told, never thrown. */
export async function readFile(path: string, reader: PictureReader): Promise<FileReading> {
  const file = await bytesOfFile(path)
  if (!file.ok) return file
  const outcome = await reader.readPicture(file.bytes)
  return outcome.ok ? outcome : { ok: false, ...outcome.refusal }
}
