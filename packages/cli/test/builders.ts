import type { Assessment, Listing } from '@touchstone/contract'

export function listingLine(id: string | number, over: Record<string, unknown> = {}): string {
  return JSON.stringify({ id: String(id), title: `Offer ${id}`, ...over })
}

/** A minimal engine: titles with "replica" get `review`, those with "crash" throw. */
export const tinyScreener = {
  screen(listing: Listing): Assessment {
    if (listing.title.includes('crash')) throw new Error('asked to fail')
    const start = listing.title.indexOf('replica')
    const isReplica = start !== -1
    return {
      listing: listing.id,
      verdict: isReplica ? 'review' : 'clear',
      probability: isReplica ? 0.6 : 0.1,
      baseRate: 0.1,
      brands: [],
      signals: isReplica
        ? [
            {
              code: 'text.replica-term',
              family: 'text',
              weight: 2.6,
              evidence: { field: 'title', start, end: start + 7, text: 'replica' },
            },
          ]
        : [],
      engine: 'tiny@1',
    }
  },
}

export async function* bytesOf(
  text: string | Uint8Array,
  size = 64 * 1024,
): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** A sink in memory; its reader disappears after `limit` writes. */
export function memorySink(limit = Infinity) {
  const parts: Uint8Array[] = []
  let writes = 0
  return {
    write: async (bytes: Uint8Array) => {
      writes++
      if (writes > limit) return false
      parts.push(new Uint8Array(bytes))
      return true
    },
    finish: async () => undefined,
    discard: async () => undefined,
    lines: () =>
      Buffer.concat(parts)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
