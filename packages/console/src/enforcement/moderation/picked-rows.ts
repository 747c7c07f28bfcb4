import { useRef, useState } from 'react'

type Pages<T> = {
  hasNextPage: boolean
  fetchNextPage: () => Promise<{
    data?: { pages: readonly { items: readonly T[] }[] } | undefined
    hasNextPage: boolean
  }>
}

export type PickedRows<T> = {
  picked: ReadonlySet<string>
  /** Selects or deselects a row, or everything from the row picked before up to it. */
  pick: (item: T, isRange: boolean) => void
  /** Loads what matches, within a limit, and selects it. */
  pickAll: () => Promise<void>
  isLoadingAll: boolean
  clear: () => void
}

/** Most rows that are loaded to select them all. */
const mostPicked = 500

/** The selection in a list that loads page by page. */
export function usePickedRows<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  pages: Pages<T>,
): PickedRows<T> {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [isLoadingAll, setLoadingAll] = useState(false)
  const last = useRef<string>(undefined)
  const pick = (item: T, isRange: boolean): void => {
    const key = keyOf(item)
    const next = new Set(picked)
    const from = items.findIndex((one) => keyOf(one) === last.current)
    const to = items.findIndex((one) => keyOf(one) === key)
    if (isRange && from !== -1) {
      const range = items.slice(Math.min(from, to), Math.max(from, to) + 1)
      for (const one of range) next.add(keyOf(one))
    } else if (!next.delete(key)) next.add(key)
    last.current = key
    setPicked(next)
  }
  const pickAll = async (): Promise<void> => {
    setLoadingAll(true)
    let all = items
    let more = pages.hasNextPage
    while (more && all.length < mostPicked) {
      const { data, hasNextPage } = await pages.fetchNextPage()
      const loaded = data?.pages.flatMap((page) => page.items) ?? all
      more = hasNextPage && loaded.length > all.length
      all = loaded
    }
    setPicked(new Set(all.slice(0, mostPicked).map(keyOf)))
    setLoadingAll(false)
  }
  return { picked, pick, pickAll, isLoadingAll, clear: () => setPicked(new Set()) }
}
