import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { HeadTabs } from '../../components/index.ts'

/** Switches between annotation, results and the error ledger, as far as the member may see them. */
export function QualityTabs({ here }: { here: 'read' | 'results' | 'ledger' }): ReactNode {
  const { t } = useText()
  const { decide, seeQuality } = permissionsOf(useMember())
  if (!seeQuality) return null
  return (
    <HeadTabs
      here={here}
      tabs={[
        ...(decide ? [['read', '/blind-audit', t('blind-audit.annotate')] as const] : []),
        ['results', '/blind-audit/results', t('blind-audit.results')],
        ['ledger', '/error-ledger', t('blind-audit.ledger')],
      ]}
    />
  )
}
