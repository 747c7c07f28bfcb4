import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../components/index.ts'

const places = [
  ['queue', '/moderation'],
  ['bulk', '/moderation/bulk-restrictions'],
  ['measures', '/moderation/measures'],
  ['filings', '/moderation/filings'],
  ['misuse', '/moderation/misuse'],
  ['flaggers', '/moderation/trusted-flaggers'],
  ['settings', '/moderation/settings'],
] as const

export function ModerationTabs({ here }: { here: (typeof places)[number][0] }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('moderation.navigation')}
      here={here}
      tabs={places.map(([name, to]) => [name, to, t(`moderation.tab.${name}`)])}
    />
  )
}
