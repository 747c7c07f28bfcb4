import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Icon } from './icon.tsx'
import styles from './keyboard-shortcuts-button.module.css'

type KeyboardShortcutsButtonProps = {
  onClick: () => void
  size?: NonNullable<ButtonProps['size']>
  /** The picture alone, where the words leave no room for the rest. */
  isCompact?: boolean
}

/** Opens the keyboard shortcuts; hidden on small screens, which have no keyboard. */
export function KeyboardShortcutsButton({
  onClick,
  size = 'sm',
  isCompact = false,
}: KeyboardShortcutsButtonProps): ReactNode {
  const { t } = useText()
  const title = t('shortcut.title')
  if (isCompact)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        className={styles.keys}
        aria-label={title}
        title={title}
        onClick={onClick}
      >
        <Icon name="keyboard" size={16} />
      </Button>
    )
  return (
    <Button
      variant="subtle"
      size={size}
      className={styles.keys}
      leftSection={<Icon name="keyboard" size={16} />}
      onClick={onClick}
    >
      {title}
    </Button>
  )
}
