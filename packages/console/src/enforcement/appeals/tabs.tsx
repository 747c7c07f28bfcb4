import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../surface/index.ts'

const places = [
  ['answers', '/answers'],
  ['links', '/answers/links'],
  ['asks', '/answers/asks'],
  ['clearances', '/answers/clearances'],
] as const

/** The ways from one page about sellers’ answers to the others. */
export function AnswerTabs({ here }: { here: (typeof places)[number][0] }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('appeals.navigation')}
      here={here}
      tabs={places.map(([name, to]) => [name, to, t(`appeals.tab.${name}`)])}
    />
  )
}
