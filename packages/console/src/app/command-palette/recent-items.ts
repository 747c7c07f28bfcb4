import type { PaletteItem } from './palette-items.ts'

const maxRecent = 6

/**
 * Items opened from the palette since the page was loaded, by person and organisation. Not stored on the device: names
 * of sellers would stay on it after the sign-out.
 */
const recent = new Map<string, readonly PaletteItem[]>()

export function recentItems(reader: string): readonly PaletteItem[] {
  return recent.get(reader) ?? []
}

export function addRecentItem(reader: string, item: PaletteItem): void {
  const others = recentItems(reader).filter(({ path }) => path !== item.path)
  recent.set(reader, [item, ...others].slice(0, maxRecent))
}
