import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import type { KeptDraft } from './use-kept-draft.ts'
import styles from './submit-button.module.css'

/** Says that a form continues an unsent draft, and discards it on request. */
export function DraftRestored({
  draft: { isRestored, clear },
}: {
  draft: Pick<KeptDraft<object>, 'isRestored' | 'clear'>
}): ReactNode {
  const { t } = useText()
  if (!isRestored) return null
  return (
    <div className={styles.buttons} role="status">
      <span>{t('draft.restored')}</span>
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {t('draft.discard')}
      </Button>
    </div>
  )
}
