import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../components/index.ts'

const places = [
  ['appeals', '/appeals'],
  ['links', '/appeals/links'],
  ['proof-requests', '/appeals/proof-requests'],
  ['clearances', '/appeals/clearances'],
] as const

export function AppealTabs({ here }: { here: (typeof places)[number][0] }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('appeals.navigation')}
      here={here}
      tabs={places.map(([name, to]) => [name, to, t(`appeals.tab.${name}`)])}
    />
  )
}
