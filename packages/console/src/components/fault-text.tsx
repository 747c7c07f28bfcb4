import type { FaultCause } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { RecordedSentence } from './problem-text.tsx'

/** What is wrong with a value of a row: in other languages by its cause, with the server's English sentence folded. */
export function FaultText({ fault }: { fault: WordedFault }): ReactNode {
  const { t, locale } = useText()
  const { message, cause = 'other' } = fault
  if (locale === 'en') return message
  return (
    <>
      {t(`fault.${cause}`)} <RecordedSentence text={message} />
    </>
  )
}

type WordedFault = { message: string; cause?: FaultCause | undefined }
