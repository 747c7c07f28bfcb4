import type { PictureReading } from '@touchstone/contract'
import { identifiersIn, type Identifier } from '@touchstone/recognition'
import { processFilesInOrder } from './process-files-in-order.ts'
import { filesIn } from './image-files.ts'
import type { PictureThreads } from './image-threads.ts'
import type { FileReading } from './read-image-file.ts'

export type ReadLine = {
  image: string
  reading?: PictureReading
  /** Seller identifiers found in the picture's codes. */
  identifiers?: Identifier[]
  /** Set if the picture could not be read. */
  refused?: { reason: string; message: string }
}

export type ReadSummary = { pictures: number; lines: number; codes: number; refused: number }

export type ReadOptions = {
  images: string
  readers: PictureThreads<FileReading>
  signal: AbortSignal
  write(line: ReadLine): Promise<boolean>
  onProgress(done: number, of: number): void
}

/** Reads every picture of a folder; ends when `write` returns false or on a stop. */
export async function readPictures(options: ReadOptions): Promise<ReadSummary> {
  const { images, readers, signal } = options
  const files = await filesIn(images, '--images')
  const summary = { pictures: 0, lines: 0, codes: 0, refused: 0 }
  for await (const { name, result } of processFilesInOrder(images, files, readers)) {
    summary.pictures++
    if (result.ok) {
      summary.lines += result.reading.lines.length
      summary.codes += result.reading.codes.length
    } else summary.refused++
    options.onProgress(summary.pictures, files.length)
    if (!(await options.write(lineOf(name, result))) || signal.aborted) break
  }
  return summary
}

function lineOf(image: string, result: FileReading): ReadLine {
  if (!result.ok) return { image, refused: { reason: result.reason, message: result.message } }
  const identifiers = identifiersIn([result.reading])
  return { image, reading: result.reading, ...(identifiers.length > 0 && { identifiers }) }
}
