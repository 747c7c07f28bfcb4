import type { FaultCause } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** The cause of a fault in the reader’s language. */
export function WordedFault({ cause }: { cause: FaultCause }): ReactNode {
  const { t } = useText()
  return t(`row-fault.${cause}`)
}
