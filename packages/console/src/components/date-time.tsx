import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** A point in time, readable for people and machines. */
export function Moment({ at, only }: { at: string; only?: 'day' }): ReactNode {
  const { day, time } = useText()
  return <time dateTime={at}>{only === 'day' ? day(at) : time(at)}</time>
}
