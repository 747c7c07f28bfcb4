import { useEffect, useRef, useState } from 'react'
import { useStableCallback } from './stable-callback.ts'

/** A pause this long means that the person has stopped at a listing. */
const stillMilliseconds = 150

type Course = { addressed: string | undefined; moved?: string | undefined; written?: string }

export type Current = {
  id: string | undefined
  move: (id: string) => void
  /** Writes a pending change to the address before the page is left. */
  settle: () => void
  /** Returns to the address, now or once it arrives. */
  forget: () => void
}

/**
 * The current listing. It changes at once, but reaches the address only after a pause: every new address re-renders
 * all routes, which would slow down a held key.
 */
export function useCurrent(addressed: string | undefined, write: (id: string) => void): Current {
  const [kept, setCourse] = useState<Course>({ addressed })
  let course = kept
  if (course.addressed !== addressed) {
    // An address written here lags behind the current listing; any other is where to go.
    const isOwn = addressed !== undefined && addressed === course.written
    course = { ...course, addressed, ...(!isOwn && { moved: undefined }) }
    setCourse(course)
  }
  const unwritten = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const settle = useStableCallback(() => {
    clearTimeout(timer.current)
    const id = unwritten.current
    if (id === undefined) return
    unwritten.current = undefined
    setCourse((before) => ({ ...before, written: id }))
    write(id)
  })
  const move = useStableCallback((id: string) => {
    unwritten.current = id
    setCourse((before) => ({ ...before, moved: id }))
    clearTimeout(timer.current)
    timer.current = setTimeout(settle, stillMilliseconds)
  })
  const forget = useStableCallback(() => {
    unwritten.current = undefined
    clearTimeout(timer.current)
    setCourse((before) => ({ ...before, moved: undefined }))
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return { id: course.moved ?? addressed, move, settle, forget }
}
