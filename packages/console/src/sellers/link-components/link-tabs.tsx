import type { ReactNode } from 'react'
import { PageTabs } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'

/** The pages about networks. */
export function LinkTabs({ here }: { here: 'networks' | 'review' | 'hubs' | 'model' }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('links.tabs')}
      here={here}
      tabs={[
        ['networks', '/networks', t('links.tab.networks')],
        ['review', '/networks/review', t('links.tab.review')],
        ['hubs', '/networks/hubs', t('links.tab.hubs')],
        ['model', '/networks/model', t('links.tab.model')],
      ]}
    />
  )
}
