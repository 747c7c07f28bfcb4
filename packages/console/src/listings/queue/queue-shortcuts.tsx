import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { CheatSheet, decisionOrder, type KeyRows } from '../../components/index.ts'

export type QueueKeysProps = { opened: boolean; onClose: () => void }

export function QueueKeys({ opened, onClose }: QueueKeysProps): ReactNode {
  const { t } = useText()
  const keys: KeyRows = [
    [['j', '↓'], t('shortcut.next')],
    [['k', '↑'], t('shortcut.previous')],
    [['Enter'], t('shortcut.open')],
    ...decisionOrder.map(
      (verdict, index) =>
        [
          [String(index + 1)],
          t('shortcut.decide', { decision: t(`decision.${verdict}`) }),
        ] as const,
    ),
    [['u'], t('shortcut.undo')],
    [['w'], t('shortcut.withdraw')],
    [['x'], t('shortcut.select')],
    [['c'], t('shortcut.case')],
    [['v'], t('shortcut.views')],
    [['g'], t('shortcut.grid')],
    [['b'], t('shortcut.blur')],
    [['/'], t('shortcut.filter')],
    [['Esc'], t('shortcut.escape')],
    [['?'], t('shortcut.help')],
  ]
  return <CheatSheet keys={keys} note={t('shortcut.note')} opened={opened} onClose={onClose} />
}
