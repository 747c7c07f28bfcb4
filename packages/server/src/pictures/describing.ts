import type { PictureArchive, PictureFacts } from './archive.ts'
import { Thread } from './threads.ts'

export type DescribeQuestion = { folder: string; digest: string; text: boolean }
/** What was found in a picture, or in a clause why it was not read: "it is damaged". */
export type Looked = { ok: true; facts: PictureFacts } | { ok: false; message: string }

type Questions = { describe: { ask: DescribeQuestion; answer: Looked } }

/** Looks at each kept picture once, in a thread of its own. */
export class Describer {
  private readonly archive: PictureArchive
  private readonly thread = new Thread<Questions>(
    new URL('./describing-worker.ts', import.meta.url),
  )
  private readonly underway = new Map<string, Promise<Looked>>()

  constructor(archive: PictureArchive) {
    this.archive = archive
  }

  /** What is in a picture that is kept; with `text`, also what is written in it. */
  async look(digest: string, { text = false } = {}): Promise<Looked> {
    const facts = await this.archive.factsOf(digest)
    if (facts !== undefined && (facts.textRead || !text)) return { ok: true, facts }
    const before = this.underway.get(digest)
    if (before !== undefined && !text) return before
    const { folder } = this.archive
    const looking = this.thread
      .ask('describe', { folder, digest, text })
      .finally(() => this.underway.delete(digest))
    this.underway.set(digest, looking)
    return looking
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
