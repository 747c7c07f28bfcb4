import { useEffect, useRef, useState } from 'react'
import { useStableCallback } from './stable-callback.ts'

/** Whoever has stood still for so long stays for a moment. */
const stillMilliseconds = 150

type Course = { addressed: string | undefined; moved?: string | undefined; written?: string }

export type Current = {
  id: string | undefined
  move: (id: string) => void
  /** Writes at once what is not in the address yet, before one leaves. */
  settle: () => void
  /** Goes back to what the address says, now or soon. */
  forget: () => void
}

/**
 * The listing that is looked at. It moves at once, and is written into the address when nobody moves on:
 * for each address the router draws all pages anew, which a held key would wait for.
 */
export function useCurrent(addressed: string | undefined, write: (id: string) => void): Current {
  const [kept, setCourse] = useState<Course>({ addressed })
  let course = kept
  if (course.addressed !== addressed) {
    // What was written here is where one stood a moment ago; any other address is where to go.
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
