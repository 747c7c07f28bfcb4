import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { PageTabs } from '../../components/index.ts'

const places = [
  ['list', '/cases'],
  ['board', '/cases/board'],
  ['notes', '/cases/shared-notes'],
  ['templates', '/cases/templates'],
  ['queues', '/cases/queues'],
] as const

export function CasesTabs({ here }: { here: (typeof places)[number][0] }): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('cases.view')}
      here={here}
      tabs={places.map(([name, to]) => [name, to, t(`cases.view.${name}`)])}
    />
  )
}
