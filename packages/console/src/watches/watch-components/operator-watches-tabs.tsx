import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../components/index.ts'

/** The operator's pages about watches. */
export function OperatorWatchesTabs({ here }: { here: 'gate' | 'sites' }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('gate.view')}
      here={here}
      tabs={[
        ['gate', '/operator/watches', t('gate.view.gate')],
        ['sites', '/operator/watches/sites', t('gate.view.sites')],
      ]}
    />
  )
}
