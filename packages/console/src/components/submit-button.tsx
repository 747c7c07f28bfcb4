import { Button } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './submit-button.module.css'

type SubmitButtonProps = {
  isPending: boolean
  /** The missing parts in words, or only whether anything is missing. */
  missing: readonly string[] | boolean
  /** What the button does. */
  children: ReactNode
  /** Further buttons next to it. */
  beside?: ReactNode
}

/** A form's submit button: disabled while something is missing, with the reason. */
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
