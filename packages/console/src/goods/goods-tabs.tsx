import type { ReactNode } from 'react'
import { PageTabs } from '../components/index.ts'
import { useText } from '../messages/index.ts'

export function GoodsTabs({
  here,
}: {
  here: 'batches' | 'codes' | 'alerts' | 'reports'
}): ReactNode {
  const { t } = useText()
  return (
    <PageTabs
      label={t('codes.tabs')}
      here={here}
      tabs={[
        ['batches', '/codes', t('codes.batches')],
        ['codes', '/codes/alarms', t('codes.scanned')],
        ['alerts', '/codes/alerts', t('codes.alerts')],
        ['reports', '/reports', t('codes.reports')],
      ]}
    />
  )
}
