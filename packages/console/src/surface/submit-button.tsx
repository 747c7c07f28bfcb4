import { Button } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './submit-button.module.css'

type SubmitButtonProps = {
  isPending: boolean
  /** What is still to be given, in words; or only whether anything is. */
  missing: readonly string[] | boolean
  /** What the button does. */
  children: ReactNode
  /** Further buttons beside it. */
  beside?: ReactNode
}

/** The button of a form, which waits for what is missing and says what that is. */
export function SubmitButton({
  isPending,
  missing,
  children,
  beside,
}: SubmitButtonProps): ReactNode {
  const { t, list } = useText()
  const id = useId()
  const isMissing = typeof missing === 'boolean' ? missing : missing.length > 0
  return (
    <>
      <div className={styles.buttons}>
        <Button
          type="submit"
          loading={isPending}
          disabled={isMissing}
          {...(isMissing && { 'aria-describedby': id })}
        >
          {children}
        </Button>
        {beside}
      </div>
      {isMissing && (
        <p id={id} className={styles.reason}>
          {typeof missing === 'boolean'
            ? t('state.incomplete')
            : t('state.missing', { what: list(missing) })}
        </p>
      )}
    </>
  )
}
