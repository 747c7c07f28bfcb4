import type { ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { PageTabs } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'

type Tab = 'sent' | 'received' | 'requests' | 'statistics'

/** The pages about dossiers: an authority sends none, and counsel is on either side. */
export function ReferralTabs({ here }: { here: Tab }): ReactNode {
  const { t } = useText()
  const { kind } = useMember().organisation
  const receives = kind === 'authority' || kind === 'counsel'
  return (
    <PageTabs
      label={t('dossiers.tabs')}
      here={here}
      tabs={[
        ...(kind === 'authority' ? [] : [['sent', '/dossiers', t('dossiers.tab.sent')] as const]),
        ...(receives
          ? [['received', '/dossiers/received', t('dossiers.tab.received')] as const]
          : []),
        ['requests', '/dossiers/requests', t('dossiers.tab.requests')] as const,
        ...(receives
          ? [['statistics', '/dossiers/statistics', t('dossiers.tab.statistics')] as const]
          : []),
      ]}
    />
  )
}
