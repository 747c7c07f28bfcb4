import { useEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useStableCallback } from './stable-callback.ts'

/** Extra rows rendered beyond either edge. */
const beyond = 5

/** Index of the first and of the last rendered row. */
type Sight = { first: number; last: number }

export type Rows = {
  /** The scrolling container. */
  scroller: RefObject<HTMLElement | null>
  count: number
  /** Height of each row, in pixels. */
  height: number
}

export type RowsInSight = Sight & {
  /** Scrolls just enough to show the whole row. */
  show: (row: number) => void
}

/**
 * Which of many rows of equal height are visible. Stores nothing per row, so that lists can grow to a hundred
 * thousand.
 */
export function useRowsInSight({ scroller, count, height }: Rows): RowsInSight {
  const [{ first, last }, setSight] = useState<Sight>(() => sightOf(0, window.innerHeight, height))
  const moved = useRef(false)
  useEffect(() => {
    const list = scroller.current
    if (list === null) return
    moved.current = false
    const look = (): void => {
      const next = sightOf(list.scrollTop, list.clientHeight, height)
      setSight((before) =>
        before.first === next.first && before.last === next.last ? before : next,
      )
    }
    // Within the same frame as the scrolling, or the previous rows would flash.
    const scrolled = (): void => {
      moved.current = true
      flushSync(look)
    }
    list.addEventListener('scroll', scrolled, { passive: true })
    const sizes = new ResizeObserver(look)
    sizes.observe(list)
    return () => {
      list.removeEventListener('scroll', scrolled)
      sizes.disconnect()
    }
  }, [scroller, height])
  const show = useStableCallback((row: number): void => {
    const list = scroller.current
    // Reading the position of a new list would force a layout.
    if (list === null || (row === 0 && !moved.current)) return
    const [top, bottom] = [row * height, (row + 1) * height]
    const { scrollTop, clientHeight } = list
    if (top < scrollTop) list.scrollTo({ top })
    else if (bottom > scrollTop + clientHeight) list.scrollTo({ top: bottom - clientHeight })
  })
  return { first: Math.min(first, count), last: Math.min(last, count - 1), show }
}

function sightOf(top: number, viewportHeight: number, height: number): Sight {
  const first = Math.max(0, Math.floor(top / height) - beyond)
  return { first, last: Math.ceil((top + viewportHeight) / height) - 1 + beyond }
}
