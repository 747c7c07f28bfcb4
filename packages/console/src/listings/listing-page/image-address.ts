import type { Listing } from '@touchstone/contract'
import { addresses } from 'virtual:addresses'

/** A picture of a listing, by position. */
export type Picture = {
  place: number
  /** Undefined if the listing gives no web address. */
  host: string | undefined
  /** True if this site hosts it, so that loading it tells no third party. */
  isOwn: boolean
  /** The address that the browser loads, always on this server. */
  source: string
}

/** A listing's pictures as these pages can show them; in an audit sample, by the sample's id. */
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

/** Pictures that do not load automatically, counted by host. */
export function hostsOf(pictures: readonly Picture[]): { host: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { host, isOwn } of pictures) {
    if (host !== undefined && !isOwn) counts.set(host, (counts.get(host) ?? 0) + 1)
  }
  return [...counts].map(([host, count]) => ({ host, count }))
}
