import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { HeadTabs } from '../../components/index.ts'

/** Switches between figures and safeguards, for members who may see both. */
export function NoticeQualityTabs({
  here,
}: {
  here: 'figures' | 'confidentialityHolds'
}): ReactNode {
  const { t } = useText()
  if (!permissionsOf(useMember()).readConfidentialityHolds) return null
  return (
    <HeadTabs
      here={here}
      tabs={[
        ['figures', '/notice-quality', t('notice-quality.figures')],
        ['confidentialityHolds', '/confidentiality-holds', t('confidentiality-hold.title')],
      ]}
    />
  )
}
