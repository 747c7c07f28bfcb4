import type { Context, Store } from '../../platform/db/index.ts'
import { digestsAfter } from './listing-images-repository.ts'
import type { ImagePipeline } from './image-pipeline.ts'

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'pictures' } }
const atOnce = 200
/** Each takes some ten kilobytes of memory. */
const mostSeen = 100_000

/** Loads listings' pictures into the index, so that copies are found again; returns how many. */
export async function loadKnownImages(
  { store, works }: { store: Store; works: ImagePipeline },
  signal: AbortSignal,
): Promise<number> {
  let loaded = 0
  for (let after = ''; !signal.aborted && loaded < mostSeen;) {
    const digests = await store.transact(context, (handle) => digestsAfter(handle, after, atOnce))
    const entries = await Promise.all(
      digests.map(async (name) => ({
        name,
        path: await works.archive.localPath(name, 'description'),
      })),
    )
    loaded += await works.matcher.add('seen', entries)
    const last = digests.at(-1)
    if (last === undefined || digests.length < atOnce) break
    after = last
  }
  return loaded
}
