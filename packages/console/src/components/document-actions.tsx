import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

export type DocumentActionsProps = {
  /** Where the server has the file. */
  address: string
  name: string
  /** The name under which it is saved. */
  fileName?: string
  isShown: boolean
  onToggle: () => void
}

/** Downloads a document, or shows its preview. */
export function DocumentActions(document: DocumentActionsProps): ReactNode {
  const { t } = useText()
  const { address, name, fileName = name, isShown, onToggle } = document
  const ofWhich = <span className="only-read-aloud"> {name}</span>
  return (
    <Group gap="xs">
      <a href={address} download={fileName}>
        {t('document.download')}
        {ofWhich}
      </a>
      <Button size="compact-xs" variant="default" aria-expanded={isShown} onClick={onToggle}>
        {t('document.preview')}
        {ofWhich}
      </Button>
    </Group>
  )
}
