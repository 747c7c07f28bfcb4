import { Button, Checkbox, Menu } from '@mantine/core'
import type { DecisionVerdict } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { DecisionIcon, decisionOrder, Icon } from '../../components/index.ts'
import styles from './bulk-bar.module.css'

export type BulkBarProps = {
  picked: number
  loaded: number
  onPickAll: (picked: boolean) => void
  onDecide: (verdict: DecisionVerdict) => void
  onWithdraw: () => void
  /** Adds the selection to a case. */
  onFollow: () => void
  /** Drafts a notice about the selection. */
  enforce: ReactNode
}

/** Selects loaded listings, and decides on the selection. */
export function BulkBar(bar: BulkBarProps): ReactNode {
  const { picked, loaded, onPickAll, onDecide, onWithdraw, onFollow, enforce } = bar
  const { t } = useText()
  return (
    <div className={styles.bar}>
      <Checkbox
        size="xs"
        label={
          picked === 0
            ? t('bulk.select-all', { count: loaded })
            : t('bulk.selected', { count: picked })
        }
        checked={picked > 0 && picked === loaded}
        indeterminate={picked > 0 && picked < loaded}
        disabled={loaded === 0}
        onChange={({ currentTarget }) => onPickAll(currentTarget.checked)}
      />
      {picked > 0 && (
        <Button size="compact-sm" variant="default" onClick={onFollow}>
          {t('open-case.bulk')}
        </Button>
      )}
      {picked > 0 && enforce}
      {picked > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button size="compact-sm" rightSection={<Icon name="down" size={14} />}>
              {t('bulk.decide')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {decisionOrder.map((verdict) => (
              <Menu.Item
                key={verdict}
                leftSection={<DecisionIcon verdict={verdict} />}
                onClick={() => onDecide(verdict)}
              >
                {t(`decision.${verdict}`)}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item onClick={onWithdraw}>{t('bulk.withdraw')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
