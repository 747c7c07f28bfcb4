import type { StatementFaultCode } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { RecordedSentence } from '../../components/index.ts'

export type StatementFault = {
  field: string
  message: string
  code: StatementFaultCode
  found: string
}

/** Why a statement of reasons cannot be sent, in the reader’s language; a code without words does not compile. */
export function StatementFaults({ faults }: { faults: readonly StatementFault[] }): ReactNode {
  const { t, locale } = useText()
  return (
    <ul>
      {faults.map(({ field, message, code, found }) => (
        <li key={`${field} ${message}`}>
          {locale === 'en' ? message : t(`statement-fault.${code}`, { found })}
          {locale !== 'en' && <RecordedSentence text={message} />}
        </li>
      ))}
    </ul>
  )
}
