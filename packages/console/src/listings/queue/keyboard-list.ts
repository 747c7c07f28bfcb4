import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Keys } from './keyboard-shortcuts.ts'

type Pages = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

export type RowsByKeys = {
  /** Of the list itself, whose children are the rows. */
  list: RefObject<HTMLUListElement | null>
  /** Which row is at hand. */
  place: number
  toFirst: () => void
  /** What keys do in every such list. */
  keys: Keys
}

/** What takes the typing where it bears the mark itself, or else the choice of a row of them. */
const firstFilter =
  '[data-first-filter]:is(input, select), [data-first-filter] input[type=radio]:checked'

/** A list that keys go through, one row at hand, which reads on before its end is reached. */
export function useRowsByKeys(count: number, pages: Pages): RowsByKeys {
  const [current, setCurrent] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const place = Math.min(current, Math.max(0, count - 1))
  const move = (to: number): void => {
    if (to < 0 || to >= count) return
    setCurrent(to)
    list.current?.children[to]?.scrollIntoView({ block: 'nearest' })
  }
  useEffect(() => {
    // Who goes through the list by keys never comes to its end while there is more.
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
