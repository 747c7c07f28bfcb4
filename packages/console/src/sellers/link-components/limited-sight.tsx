import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import styles from './link-components.module.css'

/** Tells members limited to brands that they see a part; nothing for others. */
export function LimitedSight(): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  return seeWholeNetworks ? null : <p className={styles.limited}>{t('links.limited')}</p>
}
