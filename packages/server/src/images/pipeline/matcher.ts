import type { PictureMatch, Point } from '@touchstone/recognition/image'
import { RequestThread } from './request-thread.ts'

/** References of all banks, and pictures of listings that were seen. */
export type IndexName = 'references' | 'seen'

/** The same, with the points of both pictures that agree; none where hashes alone found it. */
export type ExplainedMatch = PictureMatch & {
  queryPoints: Point[]
  referencePoints: Point[]
}

/** A described picture on disk, and whose it is where it is a reference: several may have the same. */
export type IndexEntry = { name: string; path: string; owners?: string[] }

export type MatcherRequests = {
  add: { ask: { index: IndexName; entries: IndexEntry[] }; answer: number }
  remove: { ask: { index: IndexName; names: string[] }; answer: number }
  match: { ask: { path: string; top: number; least: number }; answer: PictureMatch[] }
  suggest: { ask: { path: string; top: number }; answer: PictureMatch[] }
  alike: { ask: { path: string; most: number }; answer: string[] }
  explain: { ask: { query: string; reference: string }; answer: ExplainedMatch | undefined }
}

/**
 * Holds pictures against others, in a thread of its own. All that the rest of the server knows of how
 * pictures are matched stands here and in the thread's program. Pictures are named by their digests.
 */
export class Matcher {
  private readonly thread: RequestThread<MatcherRequests>

  /** @param onLost called when the thread had to begin anew, with nothing in it. */
  constructor(onLost: () => void = () => undefined) {
    this.thread = new RequestThread(new URL('./match-worker.ts', import.meta.url), {}, onLost)
  }

  /** Takes descriptions on disk into an index; gives how many could be read. */
  add(index: IndexName, entries: IndexEntry[]): Promise<number> {
    return this.thread.request('add', { index, entries })
  }

  remove(index: IndexName, names: string[]): Promise<number> {
    return this.thread.request('remove', { index, names })
  }

  /**
   * The references that a described picture shows, the most probable first, down to the `least` probable.
   * One of an organisation never hides one of another's.
   */
  match(path: string, { top = 20, least = 0.5 } = {}): Promise<PictureMatch[]> {
    return this.thread.request('match', { path, top, least })
  }

  /** References that networks of the operator find alike, where there are such: a hint for a person, and no more. */
  suggest(path: string, top: number): Promise<PictureMatch[]> {
    return this.thread.request('suggest', { path, top })
  }

  /** Pictures that were seen and may show the same photograph as a described one. */
  alike(path: string, most: number): Promise<string[]> {
    return this.thread.request('alike', { path, most })
  }

  /** How one described picture shows another; undefined where it doesn't. */
  explain(query: string, reference: string): Promise<ExplainedMatch | undefined> {
    return this.thread.request('explain', { query, reference })
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
