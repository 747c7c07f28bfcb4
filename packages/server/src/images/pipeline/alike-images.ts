import type { PictureMatch } from '@touchstone/recognition/image'
import type { ImagePipeline } from './image-pipeline.ts'

/** How a picture shows another. */
export type MatchSummary = Pick<PictureMatch, 'score' | 'kind' | 'edits'>

/** Most pictures compared with those of other listings. */
const mostAlike = 50
/** Less probable copies are not worth showing. */
const least = 0.5
const same: MatchSummary = { score: 1, kind: 'exact', edits: '' }

/**
 * Pictures of listings that show the same as a stored one, itself among them, by their digests. They are those of all
 * organisations: row-level security decides which of them a reader sees.
 */
export async function findAlikeImages(
  { archive, matcher }: Pick<ImagePipeline, 'archive' | 'matcher'>,
  digest: string,
): Promise<Map<string, MatchSummary>> {
  const matches = new Map([[digest, same]])
  const path = await archive.localPath(digest, 'description')
  // One that was never described has no copies that are known.
  const found = await matcher.alike(path, mostAlike).catch(() => [])
  for (const alike of found) {
    if (alike === digest) continue
    const other = await archive.localPath(alike, 'description')
    // A picture deleted meanwhile is no longer found.
    const match = await matcher.explain(path, other).catch(() => undefined)
    if (match !== undefined && match.score >= least) {
      const { score, kind, edits } = match
      matches.set(alike, { score, kind, edits })
    }
  }
  return matches
}
