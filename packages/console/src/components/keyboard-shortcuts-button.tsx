import { Button, type ButtonProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Icon } from './icon.tsx'
import styles from './keyboard-shortcuts-button.module.css'

type KeyboardShortcutsButtonProps = { onClick: () => void; size?: NonNullable<ButtonProps['size']> }

/** Opens the keyboard shortcuts; hidden on small screens, which have no keyboard. */
export function KeyboardShortcutsButton({
  onClick,
  size = 'sm',
}: KeyboardShortcutsButtonProps): ReactNode {
  const { t } = useText()
  return (
    <Button
      variant="subtle"
      size={size}
      className={styles.keys}
      leftSection={<Icon name="keyboard" size={16} />}
      onClick={onClick}
    >
      {t('shortcut.title')}
    </Button>
  )
}
