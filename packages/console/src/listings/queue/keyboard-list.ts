import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Keys } from './keyboard-shortcuts.ts'

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

export type RowsByKeys<Element extends HTMLElement> = {
  /** The list or table body, whose children are the rows. */
  list: RefObject<Element | null>
  /** Index of the current row. */
  place: number
  toFirst: () => void
  /** Key bindings that all such lists share. */
  keys: Keys
}

/** The element to focus: the marked one itself, or the selected option in a marked group. */
const firstFilter =
  '[data-first-filter]:is(input, select), [data-first-filter] input[type=radio]:checked'

/** Keyboard navigation through a list with a current row; loads more before the end. */
export function useRowsByKeys<Element extends HTMLElement = HTMLUListElement>(
  count: number,
  pages: Pages,
): RowsByKeys<Element> {
  const [current, setCurrent] = useState(0)
  const list = useRef<Element>(null)
  const place = Math.min(current, Math.max(0, count - 1))
  const move = (to: number): void => {
    if (to < 0 || to >= count) return
    setCurrent(to)
    list.current?.children[to]?.scrollIntoView({ block: 'nearest' })
  }
  useEffect(() => {
    // Loads the next page early, so that keyboard navigation does not reach the end.
    if (place >= count - 5 && pages.hasNextPage && !pages.isFetchingNextPage) {
      void pages.fetchNextPage()
    }
  }, [place, count, pages])
  const [on, back] = [() => move(place + 1), () => move(place - 1)]
  return {
    list,
    place,
    toFirst: () => setCurrent(0),
    keys: {
      j: on,
      ArrowDown: on,
      k: back,
      ArrowUp: back,
      '/': () => document.querySelector<HTMLElement>(firstFilter)?.focus(),
    },
  }
}
