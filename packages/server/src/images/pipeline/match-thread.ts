import type { PictureMatch, Point } from '@touchstone/recognition/image'
import { RequestThread } from '../../platform/request-thread/index.ts'

/** References of all banks, and pictures of listings. */
export type IndexName = 'references' | 'seen'

/** The same with the matching points of both pictures; empty if only hashes matched. */
export type ExplainedMatch = PictureMatch & {
  queryPoints: Point[]
  referencePoints: Point[]
}

/** A described picture on disk, with its owner if it is a reference: several owners may have the same. */
export type IndexEntry = { name: string; path: string; owners?: string[] }

export type MatchRequests = {
  add: { ask: { index: IndexName; entries: IndexEntry[] }; answer: number }
  remove: { ask: { index: IndexName; names: string[] }; answer: number }
  match: { ask: { path: string; top: number; least: number }; answer: PictureMatch[] }
  suggest: { ask: { path: string; top: number }; answer: PictureMatch[] }
  alike: { ask: { path: string; most: number }; answer: string[] }
  explain: { ask: { query: string; reference: string }; answer: ExplainedMatch | undefined }
}

/**
 * Matches pictures in its own thread. The rest of the server knows nothing of matching beyond this class. Pictures
 * are named by their digests.
 */
export class MatchThread {
  private readonly thread: RequestThread<MatchRequests>

  /** @param onLost called when the thread had to restart with an empty index */
  constructor(onLost: () => void = () => undefined) {
    this.thread = new RequestThread(new URL('./match-worker.ts', import.meta.url), {}, onLost)
  }

  /** Adds descriptions on disk to an index; returns how many were readable. */
  add(index: IndexName, entries: IndexEntry[]): Promise<number> {
    return this.thread.request('add', { index, entries })
  }

  remove(index: IndexName, names: string[]): Promise<number> {
    return this.thread.request('remove', { index, names })
  }

  /**
   * The references that a described picture shows, most probable first, down to probability `least`. One
   * organisation's never hides another's.
   */
  match(path: string, { top = 20, least = 0.5 } = {}): Promise<PictureMatch[]> {
    return this.thread.request('match', { path, top, least })
  }

  /** References that the operator's networks find similar, if any: only a hint for people. */
  suggest(path: string, top: number): Promise<PictureMatch[]> {
    return this.thread.request('suggest', { path, top })
  }

  /** Pictures of listings that may show the same photograph as a described one. */
  alike(path: string, most: number): Promise<string[]> {
    return this.thread.request('alike', { path, most })
  }

  /** How one described picture matches another; undefined if it does not. */
  explain(query: string, reference: string): Promise<ExplainedMatch | undefined> {
    return this.thread.request('explain', { query, reference })
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}
