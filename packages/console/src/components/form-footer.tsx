import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Refused } from './page-states.tsx'
import { SubmitButton } from './submit-button.tsx'

export type FormEndProps = {
  /** The error of the last submission. */
  error: unknown
  isPending: boolean
  ready?: boolean
  /** What is still to be given, where the form can say so. */
  missing?: readonly string[]
  onLeave: () => void
  /** Label of the submit button. */
  children: ReactNode
}

/** The end of a form: error, submit button and cancel. */
export function FormEnd(props: FormEndProps): ReactNode {
  const { error, isPending, ready = true, missing, onLeave, children } = props
  const { t } = useText()
  return (
    <>
      <Refused error={error} />
      <SubmitButton
        isPending={isPending}
        missing={missing ?? !ready}
        beside={
          <Button variant="default" onClick={onLeave}>
            {t('state.cancel')}
          </Button>
        }
      >
        {children}
      </SubmitButton>
    </>
  )
}
