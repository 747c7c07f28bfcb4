import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useMarketplaceName } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useListing } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, FactList, Moment, TimeLeft } from '../../components/index.ts'
import { DeadlineCalculation, Provisions, useRegimeWords } from '../regime-components/index.ts'
import type { Appeal } from '../appeal-components/index.ts'
import styles from './appeals.module.css'

/** What an appeal concerns and until when it has to be decided: listing, seller, deadline and its legal basis. */
export function AppealSubjectCard({ appeal }: { appeal: Appeal }): ReactNode {
  const { t, money } = useText()
  const marketplaceName = useMarketplaceName()
  const { listing, title, seller, sellerName, marketplace } = appeal
  const { data } = useListing(listing ?? '', listing !== null)
  const price = data?.listing.price
  const subjectTitle = title === null || title === '' ? t('listing.untitled') : title
  return (
    <Card title={t('appeal.subject')}>
      <div className={styles.subject}>
        <div className={styles.picture}>
          <ListingThumbnail listing={listing} title={subjectTitle} size="fill" />
        </div>
        <div className={styles.facts}>
          <p className={styles.title} dir="auto">
            {listing === null ? (
              <VisibleText text={subjectTitle} />
            ) : (
              <Link to="/listings/$id" params={{ id: listing }}>
                <VisibleText text={subjectTitle} />
              </Link>
            )}
          </p>
          <FactList
            facts={[
              [t('listing.price'), price && money(price.amount, price.currency)],
              [
                t('appeal.seller'),
                seller === null ? t('appeal.seller-erased') : (sellerName ?? seller),
              ],
              [
                t('appeal.marketplace'),
                marketplace === null ? undefined : marketplaceName(marketplace),
              ],
            ]}
          />
          <Deadline appeal={appeal} />
        </div>
      </div>
    </Card>
  )
}

/** The deadline for the decision, with how it is calculated and the law behind it. */
function Deadline({ appeal: { deadline, state, proofRequest } }: { appeal: Appeal }): ReactNode {
  const { t } = useText()
  const words = useRegimeWords()
  if (state !== 'open' || proofRequest !== null) return null
  if (deadline === null) return <p className={styles.fine}>{t('appeal.due.none')}</p>
  const { workflow, timeLimit: id, title, dueAt, why, calculation, lines } = deadline
  return (
    <div>
      <p className={styles.deadline}>
        <strong>{t('appeal.due')}</strong>
        {dueAt === null ? (
          words.limit(workflow, { id, title })
        ) : (
          <>
            <TimeLeft at={dueAt} /> <Moment at={dueAt} />
          </>
        )}
      </p>
      <details className={styles.why}>
        <summary>{t('proceeding.deadline.calculation')}</summary>
        <p>
          <DeadlineCalculation calculation={calculation} dueAt={dueAt} why={why} />
        </p>
      </details>
      <Provisions
        ids={lines.map((line) => line.id)}
        lines={new Map(lines.map((line) => [line.id, line]))}
      />
    </div>
  )
}
