import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../components/index.ts'

export type WatchesTab = 'list' | 'summary' | 'tips' | 'costs' | 'connectors'

/** The pages about all watches. */
export function WatchesTabs({ here }: { here: WatchesTab }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('watches.view')}
      here={here}
      tabs={[
        ['list', '/watches', t('watches.view.list')],
        ['summary', '/watches/summaries', t('watches.view.summary')],
        ['tips', '/watches/tips', t('watches.view.tips')],
        ['costs', '/watches/costs', t('watches.view.costs')],
        ['connectors', '/watches/connectors', t('watches.view.connectors')],
      ]}
    />
  )
}
