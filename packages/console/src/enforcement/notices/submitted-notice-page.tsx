import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMarketplaceName } from '../../connection/index.ts'
import { NoticeStateMark, ProceedingsList } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, FactList, Moment, Page } from '../../components/index.ts'
import { RegimeName } from '../regime-components/index.ts'
import { MarketplaceResponsesCard } from './marketplace-responses-card.tsx'
import styles from './notices.module.css'
import { ListingsCard } from './listing-status-card.tsx'
import { PreviewCard } from './preview-card.tsx'
import { useCheck, type NoticeDetailView } from './notice-queries.ts'
import { DeliveryStatus } from './delivery-status.tsx'
import { RecordCard } from './timeline-card.tsx'
import { RelistingsCard } from './relistings-card.tsx'
import { FieldFindings } from './field-findings.tsx'
import { findingsOf } from './check-findings.ts'
import { Steps } from './notice-actions.tsx'
import { WaysFromNotice } from './notice-links.tsx'

/** The findings that the second person should check before sending. */
function CheckFindings({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const check = useCheck(id, 0)
  if (check.data === undefined) return null
  return (
    <>
      {check.data.ok && check.data.warnings.length === 0 && (
        <p className={styles.fine}>{t('notice.ready')}</p>
      )}
      <FieldFindings sentences={findingsOf(check.data)} />
    </>
  )
}

/** A submitted notice: delivery, takedown status, responses and relistings. */
export function SubmittedNoticePage({ notice }: { notice: NoticeDetailView }): ReactNode {
  const { t, list } = useText()
  const marketplaceName = useMarketplaceName()
  const rights = permissionsOf(useMember())
  const { id, state, listings, acknowledgedAt, decidedAt, withdrawnAt, remindAt, sentAt } = notice
  const first = listings[0]?.listing
  const went = state === 'sent' || sentAt !== null
  const moment = (at: string | null): ReactNode => (at === null ? undefined : <Moment at={at} />)
  return (
    <Page
      title={t('notice.title', { ground: t(`notice-ground.${notice.ground}`) })}
      lead={`${notice.caseTitle} · ${t('cases.listings', { count: notice.items })} · ${list(notice.marketplaces.map(marketplaceName))}`}
      actions={<WaysFromNotice caseId={notice.case} />}
    >
      <Card>
        <div className={styles.marks}>
          <NoticeStateMark notice={notice} />
        </div>
        <FactList
          facts={[
            [
              t('proceeding.regime'),
              <Link key="r" to="/regimes/$id" params={{ id: notice.regime }}>
                <RegimeName id={notice.regime} />
              </Link>,
            ],
            [t('notice.drafted'), moment(notice.draftedAt)],
            [t('notice.sent'), moment(sentAt)],
            [t('notice.acknowledged'), moment(acknowledgedAt)],
            [t('notice.decided'), moment(decidedAt)],
            [t('notice.withdrawn'), moment(withdrawnAt)],
            [t('notice.remind'), moment(remindAt)],
          ]}
        />
        {state === 'proposed' && <CheckFindings id={id} />}
        {rights.sendNotices && <Steps notice={notice} />}
      </Card>
      <div className={styles.columns}>
        <div className={styles.column}>
          <DeliveryStatus notice={notice} />
          {went && <MarketplaceResponsesCard notice={notice} />}
          <ListingsCard notice={notice} />
          {went && <RelistingsCard notice={notice} />}
        </div>
        <div className={styles.column}>
          <PreviewCard id={id} keptAt={0} title={t(went ? 'notice.as-sent' : 'notice.preview')} />
          <RecordCard notice={notice} />
          <Card title={t('case.proceedings')}>
            <ProceedingsList of={{ case: notice.case }} none={t('case.proceedings.empty')} />
            {rights.actInProceedings && first !== undefined && (
              <Button
                mt="sm"
                variant="default"
                renderRoot={(props) => (
                  <Link
                    to="/proceedings"
                    search={{ listing: first, case: notice.case }}
                    {...props}
                  />
                )}
              >
                {t('proceedings.open')}
              </Button>
            )}
          </Card>
        </div>
      </div>
    </Page>
  )
}
