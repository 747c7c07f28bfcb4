import { Kbd, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './cheat-sheet.module.css'

export type KeyRows = readonly (readonly [keys: readonly string[], meaning: string])[]

export type CheatSheetProps = {
  keys: KeyRows
  note?: string
  opened: boolean
  onClose: () => void
}

const isMac = navigator.userAgent.includes('Mac')

/** The keyboard shortcuts of a page, and the one that works on all. */
export function CheatSheet({ keys, note, opened, onClose }: CheatSheetProps): ReactNode {
  const { t } = useText()
  const anywhere: KeyRows[number] = [[isMac ? '⌘' : 'Ctrl', 'K'], t('shortcut.palette')]
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcut.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <dl className={styles.keys}>
        {[...keys, anywhere].map(([names, meaning]) => (
          <div key={meaning}>
            <dt>
              {names.map((name) => (
                <Kbd key={name} size="sm">
                  {name}
                </Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </Modal>
  )
}
