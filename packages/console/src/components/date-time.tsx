import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** A point in time, readable for people and machines. */
export function Moment({ at, only }: { at: string; only?: 'day' | 'exact' }): ReactNode {
  const { day, exactTime, time } = useText()
  const written = { day, exact: exactTime, usual: time }[only ?? 'usual']
  return <time dateTime={at}>{written(at)}</time>
}
