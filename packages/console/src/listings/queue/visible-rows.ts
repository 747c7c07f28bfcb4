import { useEffect, useRef, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useStableCallback } from './stable-callback.ts'

/** Rows beyond either edge that are drawn too. */
const beyond = 5

/** The first and the last row that are drawn, by their numbers. */
type Sight = { first: number; last: number }

export type Rows = {
  /** In which the rows are scrolled. */
  scroller: RefObject<HTMLElement | null>
  count: number
  /** Of each row. */
  height: number
}

export type RowsInSight = Sight & {
  /** Scrolls as little as is needed for the row to be seen whole. */
  show: (row: number) => void
}

/**
 * Which of many rows of one height are in sight. Nothing is kept for each row: lists of a hundred
 * thousand grow while they are scrolled.
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
    // Within the frame that scrolls, else it would show the rows of the one before.
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
    // To look where a list stands that was just drawn would have the page laid out at once.
    if (list === null || (row === 0 && !moved.current)) return
    const [top, bottom] = [row * height, (row + 1) * height]
    const { scrollTop, clientHeight } = list
    if (top < scrollTop) list.scrollTo({ top })
    else if (bottom > scrollTop + clientHeight) list.scrollTo({ top: bottom - clientHeight })
  })
  return { first: Math.min(first, count), last: Math.min(last, count - 1), show }
}

function sightOf(top: number, seen: number, height: number): Sight {
  const first = Math.max(0, Math.floor(top / height) - beyond)
  return { first, last: Math.ceil((top + seen) / height) - 1 + beyond }
}
