import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { PageTabs } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'

export type LinkTab = 'networks' | 'review' | 'contests' | 'hubs' | 'model'

/** The pages about networks; for members limited to brands those of what they see. */
export function LinkTabs({ here }: { here: LinkTab }): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  const whole = [
    ['contests', '/networks/contests', t('links.tab.contests')],
    ['hubs', '/networks/hubs', t('links.tab.hubs')],
    ['model', '/networks/model', t('links.tab.model')],
  ] as const
  return (
    <PageTabs
      label={t('links.tabs')}
      here={here}
      tabs={[
        ['networks', '/networks', t('links.tab.networks')],
        ['review', '/networks/review', t('links.tab.review')],
        ...(seeWholeNetworks ? whole : []),
      ]}
    />
  )
}
