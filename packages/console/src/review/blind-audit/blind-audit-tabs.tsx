import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { HeadTabs } from '../../components/index.ts'

/** Switches between annotation and results, for members who may see both. */
export function QualityTabs({ here }: { here: 'read' | 'results' }): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  if (!rights.seeQuality || !rights.decide) return null
  return (
    <HeadTabs
      here={here}
      tabs={[
        ['read', '/blind-audit', t('blind-audit.annotate')],
        ['results', '/blind-audit/results', t('blind-audit.results')],
      ]}
    />
  )
}
