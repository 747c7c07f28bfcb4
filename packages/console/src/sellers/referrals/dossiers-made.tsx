import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Paged } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { PrepareDossier } from './prepare-dossier.tsx'
import { useReferrals } from './queries.ts'
import { ReferralsList } from './referrals-list.tsx'
import styles from './referrals.module.css'
import type { NewReferralSearch } from './search.ts'

type DossiersMadeProps = {
  of: { network: string } | { case: string } | { account: string }
  /** What a new one is made from, if there is something. */
  source: NewReferralSearch | undefined
}

/** The dossiers made from a network or case, or naming an account, and the way to a new one. */
export function DossiersMade({ of, source }: DossiersMadeProps): ReactNode {
  const { t } = useText()
  const { sendDossiers } = permissionsOf(useMember())
  return sendDossiers ? (
    <Card
      title={t('nav.dossiers')}
      actions={source !== undefined && <PrepareDossier source={source} />}
    >
      <Made of={of} source={source} />
    </Card>
  ) : null
}

function Made({ of, source }: DossiersMadeProps): ReactNode {
  const { t } = useText()
  const pages = useReferrals(of)
  const none =
    'network' in of
      ? t('dossiers.made.none-of-network')
      : 'case' in of
        ? t('dossiers.made.none-of-case')
        : t('dossiers.made.none-of-account')
  return (
    <>
      <Paged pages={pages} empty={<p className={styles.fine}>{none}</p>}>
        {(items) => <ReferralsList label={t('nav.dossiers')} items={items} />}
      </Paged>
      {source === undefined && <p className={styles.fine}>{t('dossiers.made.no-source')}</p>}
    </>
  )
}
