import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { RequestProof } from '../../enforcement/appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import type { ListingWithVersions } from '../queries.ts'
import styles from './follow-up.module.css'

/**
 * Asks a listing's seller for proof. Only the organisation that submitted the listing may; anyone else reads who can,
 * and how to reach them.
 */
export function AskForProof({ listing: item }: { listing: ListingWithVersions }): ReactNode {
  const { t, labelled } = useText()
  const { workOnCases, sendNotices } = permissionsOf(useMember())
  const { id, own, listing, assessment } = item
  if (!workOnCases) return null
  const brand = assessment?.brands[0]?.id
  return (
    <section className={styles.proof} aria-label={t('proof-request.new')}>
      {own && listing.seller?.id !== undefined ? (
        <RequestProof listing={id} {...(brand !== undefined && { brand })} />
      ) : (
        <p className={styles.fine}>
          {labelled(
            t('proof-request.new'),
            own
              ? t('proof-request.no-seller')
              : t(sendNotices ? 'proof-request.others.notice' : 'proof-request.others.case', {
                  enforce: t('enforce.submit'),
                  open: t('cases.new'),
                }),
          )}
        </p>
      )}
    </section>
  )
}
