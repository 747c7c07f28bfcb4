import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { CheatSheet, decisionOrder, type KeyRows } from '../../surface/index.ts'

export type QueueKeysProps = { opened: boolean; onClose: () => void }

/** All keys of the queue. */
export function QueueKeys({ opened, onClose }: QueueKeysProps): ReactNode {
  const { t } = useText()
  const keys: KeyRows = [
    [['j', '↓'], t('keys.next')],
    [['k', '↑'], t('keys.before')],
    [['Enter'], t('keys.open')],
    ...decisionOrder.map(
      (verdict, index) =>
        [[String(index + 1)], t('keys.decide', { decision: t(`decision.${verdict}`) })] as const,
    ),
    [['u'], t('keys.undo')],
    [['w'], t('keys.withdraw')],
    [['x'], t('keys.pick')],
    [['c'], t('keys.case')],
    [['v'], t('keys.views')],
    [['/'], t('keys.filter')],
    [['Esc'], t('keys.escape')],
    [['?'], t('keys.help')],
  ]
  return <CheatSheet keys={keys} note={t('keys.note')} opened={opened} onClose={onClose} />
}
