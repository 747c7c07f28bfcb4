import type { PictureMatch, Point } from '@touchstone/recognition/image'
import { Thread } from './threads.ts'

/** References of all banks, and pictures of offers that were seen. */
export type IndexName = 'references' | 'seen'

/** The same, with the points of both pictures that agree; none where hashes alone found it. */
export type ExplainedMatch = PictureMatch & {
  queryPoints: Point[]
  referencePoints: Point[]
}

export type MatchQuestions = {
  add: { ask: { index: IndexName; entries: { name: string; path: string }[] }; answer: number }
  remove: { ask: { index: IndexName; names: string[] }; answer: number }
  match: {
    ask: { index: IndexName; path: string; top: number; least: number }
    answer: PictureMatch[]
  }
  explain: { ask: { query: string; reference: string }; answer: ExplainedMatch | undefined }
}

/**
 * Holds pictures against others, in a thread of its own. All that the rest of the server knows of how
 * pictures are matched stands here and in the thread's program.
 */
export class Matcher {
  private readonly thread: Thread<MatchQuestions>

  /** @param onLost called when the thread had to begin anew, with nothing in it. */
  constructor(onLost: () => void = () => undefined) {
    this.thread = new Thread(new URL('./matching-worker.ts', import.meta.url), {}, onLost)
  }

  /** Takes descriptions on disk into an index; gives how many could be read. */
  add(index: IndexName, entries: { name: string; path: string }[]): Promise<number> {
    return this.thread.ask('add', { index, entries })
  }

  remove(index: IndexName, names: string[]): Promise<number> {
    return this.thread.ask('remove', { index, names })
  }

  /** What a described picture may show, the most probable first, down to the `least` probable. */
  match(index: IndexName, path: string, { top = 20, least = 0.5 } = {}): Promise<PictureMatch[]> {
    return this.thread.ask('match', { index, path, top, least })
  }

  /** How one described picture shows another; undefined where it doesn't. */
  explain(query: string, reference: string): Promise<ExplainedMatch | undefined> {
    return this.thread.ask('explain', { query, reference })
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
