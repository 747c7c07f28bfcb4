import { Kbd, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { decisionOrder } from '../surface/index.ts'
import styles from './cheat-sheet.module.css'

export type CheatSheetProps = { opened: boolean; onClose: () => void }

/** All keys of the queue. */
export function CheatSheet({ opened, onClose }: CheatSheetProps): ReactNode {
  const { t } = useText()
  const keys: [keys: string[], meaning: string][] = [
    [['j', '↓'], t('keys.next')],
    [['k', '↑'], t('keys.before')],
    [['Enter'], t('keys.open')],
    ...decisionOrder.map((verdict, index): [string[], string] => [
      [String(index + 1)],
      t('keys.decide', { decision: t(`decision.${verdict}`) }),
    ]),
    [['u'], t('keys.undo')],
    [['w'], t('keys.withdraw')],
    [['x'], t('keys.pick')],
    [['v'], t('keys.views')],
    [['/'], t('keys.filter')],
    [['Esc'], t('keys.escape')],
    [['?'], t('keys.help')],
  ]
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <dl className={styles.keys}>
        {keys.map(([names, meaning]) => (
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
      <p className={styles.note}>{t('keys.note')}</p>
    </Modal>
  )
}
