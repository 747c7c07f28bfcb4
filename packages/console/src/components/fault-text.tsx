import type { FaultCause } from '@touchstone/contract'
import { lazy, Suspense, type ReactNode } from 'react'
import { useText, withMessages } from '../messages/index.ts'
import { RecordedSentence } from './problem-text.tsx'

/** Loaded with its messages when a page in another language first shows a fault. */
const WordedFault = lazy(async () => {
  const loaded = await withMessages(['problems'], import('./worded-fault.tsx'))
  return { default: loaded.WordedFault }
})

/** What is wrong with a value of a row: in other languages by its cause, with the server's English sentence folded. */
export function FaultText({ fault }: { fault: RowFault }): ReactNode {
  const { locale } = useText()
  const { message, cause = 'other' } = fault
  if (locale === 'en') return message
  return (
    <>
      <Suspense>
        <WordedFault cause={cause} />
      </Suspense>{' '}
      <RecordedSentence text={message} />
    </>
  )
}

type RowFault = { message: string; cause?: FaultCause | undefined }
