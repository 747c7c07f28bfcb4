import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PictureMatcher, Vocabulary, type PictureMatch } from '@touchstone/recognition/image'
import { processFilesInOrder } from './process-files-in-order.ts'
import type { Described } from './describe-image-file.ts'
import { filesIn } from './image-files.ts'
import type { PictureThreads } from './image-threads.ts'

/** A file that could not be read, and why: "it is empty". */
export type Refused = {
  folder: 'references' | 'queries'
  file: string
  reason: string
  message: string
}

export type MatchLine = {
  query: string
  matches: PictureMatch[]
  /** Set if the query itself could not be read. */
  refused?: { reason: string; message: string }
}

export type MatchSummary = { references: number; queries: number; matched: number; refused: number }

export type MatchOptions = {
  references: string
  queries: string
  /** Most matches per query. */
  top: number
  describers: PictureThreads<Described>
  signal: AbortSignal
  write(line: MatchLine): Promise<boolean>
  onRefused(refused: Refused): Promise<void>
  onProgress(done: number, of: number): void
}

/** Compares every picture of one folder with all of another; ends when `write` returns false or on a stop. */
export async function matchPictures(options: MatchOptions): Promise<MatchSummary> {
  const { references, queries, describers, signal, top } = options
  const referenceFiles = await filesIn(references, '--references')
  const queryFiles = await filesIn(queries, '--queries')
  const summary = { references: 0, queries: 0, matched: 0, refused: 0 }
  const all = referenceFiles.length + queryFiles.length
  let done = 0
  const refuse = async (refused: Refused): Promise<void> => {
    summary.refused++
    await options.onRefused(refused)
  }

  const matcher = new PictureMatcher(await shippedVocabulary())
  for await (const { name, result: described } of processFilesInOrder(
    references,
    referenceFiles,
    describers,
  )) {
    if (described.ok) matcher.add(name, described.description)
    else await refuse({ folder: 'references', file: name, ...wordsOf(described) })
    options.onProgress(++done, all)
    if (signal.aborted) return { ...summary, references: matcher.size }
  }
  summary.references = matcher.size

  for await (const { name, result: described } of processFilesInOrder(
    queries,
    queryFiles,
    describers,
  )) {
    const matches = described.ok ? matcher.match(described.description, { top }) : []
    const line: MatchLine = { query: name, matches }
    if (!described.ok) {
      line.refused = wordsOf(described)
      await refuse({ folder: 'queries', file: name, ...line.refused })
    }
    summary.queries++
    if (matches.length > 0) summary.matched++
    options.onProgress(++done, all)
    if (!(await options.write(line)) || signal.aborted) break
  }
  return summary
}

function wordsOf({ reason, message }: { reason: string; message: string }): {
  reason: string
  message: string
} {
  return { reason, message }
}

async function shippedVocabulary(): Promise<Vocabulary> {
  const words = fileURLToPath(import.meta.resolve('@touchstone/recognition/visual-vocabulary'))
  return new Vocabulary(await readFile(words))
}
