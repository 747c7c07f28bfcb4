import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

/** The name of a queue of background jobs in words; of one without a name, its code. */
export function JobName({ queue }: { queue: string }): ReactNode {
  const { word } = useText()
  return word(`job-name.${queue}`) ?? queue
}
