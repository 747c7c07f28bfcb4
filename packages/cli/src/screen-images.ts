import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { NetworkFileName } from '@touchstone/server/config'
import type { UnreadPicture } from './images/index.ts'
import type { Lane } from './stream/index.ts'
import { count, visible } from './terminal.ts'

/** Most pictures named on standard error; the others are counted. */
const maxNamed = 20

export type PictureScreening = {
  lane: Lane
  /** What a person must know about pictures that could not be read. */
  notes(): string[]
}

/**
 * A lane that first reads the listings' pictures in separate threads. If the optional packages for it are not
 * installed, listings are assessed without pictures, and the notes say so.
 */
export async function withPictures(
  lane: Lane,
  {
    folder,
    text,
    logoDetector,
  }: { folder: string; text: boolean; logoDetector?: NetworkFileName | undefined },
): Promise<PictureScreening> {
  const unread: UnreadPicture[] = []
  let refused = 0
  // Loaded here, since only this needs the decoders of pictures.
  const { ListingPictures, openNetworks, readers, readingParts } = await import('./images/index.ts')
  try {
    await readingParts()
  } catch (error) {
    return { lane, notes: () => [`Pictures were not read: ${(error as Error).message}`] }
  }
  const networks = { ...(logoDetector && { logoDetector }) }
  // A network that does not fit is reported once, not by each thread.
  await openNetworks(networks)
  const threads = readers(availableParallelism(), { text, networks })
  const pictures = new ListingPictures({
    folder: resolve(folder),
    ask: (path) => threads.read(path),
    onUnread: (picture) => {
      refused++
      if (unread.length < maxNamed) unread.push(picture)
    },
  })
  return {
    lane: {
      capacity: lane.capacity,
      screen: async (block) =>
        lane.screen({ ...block, bytes: await pictures.inLines(block.bytes) }),
      close: async () => {
        await threads.close()
        await lane.close()
      },
    },
    notes: () => {
      const named = unread.map(
        ({ path, message }) => `Picture not read: ${visible(path)}: ${message}`,
      )
      const rest = refused - named.length
      return rest > 0 ? [...named, `Not read either: ${count(rest, 'other picture')}`] : named
    },
  }
}
