import type { Listing } from '@touchstone/contract'
import { addresses } from 'virtual:addresses'

/** A picture of a listing, by its place among them. */
export type Picture = {
  place: number
  /** Undefined where the listing names no address on the web. */
  host: string | undefined
  /** True where it lies with these pages, so that looking tells nobody. */
  isOwn: boolean
  /** Where the browser asks for it: always at this server. */
  source: string
}

/** Every picture of a listing, as these pages may show it; of one in an audit sample by its id there. */
export function picturesOf(
  id: string,
  { images = [] }: Pick<Listing, 'images'>,
  { path = '' }: { path?: string } = addresses['listingImages']?.['read'] ?? {},
): Picture[] {
  return images.map(({ url }, place) => {
    const address = url === undefined ? null : URL.parse(url, location.origin)
    const isWeb = address !== null && /^https?:$/.test(address.protocol)
    const isOwn = isWeb && address.origin === location.origin
    return {
      place,
      host: isWeb ? address.host : undefined,
      isOwn,
      source: isOwn ? address.href : throughServer(path, id, place),
    }
  })
}

function throughServer(path: string, id: string, place: number): string {
  return path.replace(':id', encodeURIComponent(id)).replace(':place', String(place))
}

/** How many pictures lie where, of those that are not loaded by themselves. */
export function hostsOf(pictures: readonly Picture[]): { host: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { host, isOwn } of pictures) {
    if (host !== undefined && !isOwn) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  return [...counts].map(([host, count]) => ({ host, count }))
}
