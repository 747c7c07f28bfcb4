import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** A point in time as a person reads it, and as a program does. */
export function Moment({ at, only }: { at: string; only?: 'day' }): ReactNode {
  const { day, time } = useText()
  return <time dateTime={at}>{only === 'day' ? day(at) : time(at)}</time>
}
