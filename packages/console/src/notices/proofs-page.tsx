import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ProofAskState } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import {
  Card,
  Columns,
  Empty,
  Moment,
  More,
  Page,
  StateMark,
  Unread,
  type StateMarkProps,
} from '../surface/index.ts'
import styles from './notices.module.css'

const tones = {
  ...{ asked: 'waiting', answered: 'waiting', accepted: 'good', 'not-accepted': 'bad' },
  ...{ withdrawn: 'plain', 'no-answer': 'plain' },
} as const satisfies Record<ProofAskState, StateMarkProps['tone']>
const placed = (after: string): { limit: number; after?: string } =>
  after === '' ? { limit: 50 } : { limit: 50, after }
const byPages = {
  initialPageParam: '',
  getNextPageParam: ({ next }: { next: string | null }) => next,
}

/** What sellers were asked to show, and who stands cleared: how it ended, and never what they showed. */
export function ProofsPage(): ReactNode {
  const { t } = useText()
  return (
    <Page
      title={t('proofs.title')}
      lead={t('proofs.lead')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/notices" {...props} />}>
          {t('notices.title')}
        </Button>
      }
    >
      <Asks />
      <Clearances />
    </Page>
  )
}

function Asks(): ReactNode {
  const { t, list, day } = useText()
  const asks = useInfiniteQuery({
    ...byPages,
    queryKey: ['proof asks'],
    queryFn: ({ pageParam, signal }) => server.proofAsks.list({ query: placed(pageParam), signal }),
  })
  const items = asks.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title={t('proofs.asks')}>
      {!asks.isSuccess && <Unread query={asks} />}
      {asks.isSuccess && items.length === 0 && (
        <Empty title={t('proofs.asks.empty')}>{t('proofs.asks.empty.text')}</Empty>
      )}
      {items.length > 0 && (
        <Columns
          caption={t('proofs.asks')}
          heads={[
            ...[t('proofs.seller'), t('proofs.state'), t('proofs.accepts'), t('proofs.reason')],
            ...[t('proofs.due'), t('proofs.offer')],
          ]}
        >
          {items.map((ask) => (
            <tr key={ask.id}>
              <td className="stranger">
                {ask.seller ?? t('proofs.seller.gone')}
                <br />
                <span className={styles.fine}>
                  {ask.marketplace} · {ask.brand}
                </span>
              </td>
              <td className="short">
                <StateMark tone={tones[ask.state]}>{t(`proof-state.${ask.state}`)}</StateMark>
                {ask.validUntil !== null && (
                  <div className={styles.fine}>
                    {t('proofs.valid-until', { day: day(ask.validUntil) })}
                  </div>
                )}
                {ask.reusedFrom !== null && <div className={styles.fine}>{t('proofs.reused')}</div>}
              </td>
              <td>{list(ask.accepts.map((one) => t(`proof-kind.${one}`)))}</td>
              <td className="stranger">
                {ask.reason}
                {ask.reasons !== null && <p className={styles.quoted}>{ask.reasons}</p>}
              </td>
              <td>
                <Moment at={ask.dueAt} only="day" />
              </td>
              <td>
                {ask.listing !== null && (
                  <Link to="/offers/$id" params={{ id: ask.listing }}>
                    {t('capture.open-offer')}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </Columns>
      )}
      <More pages={asks} />
    </Card>
  )
}

function Clearances(): ReactNode {
  const { t, day } = useText()
  const clearances = useInfiniteQuery({
    ...byPages,
    queryKey: ['clearances'],
    queryFn: ({ pageParam, signal }) =>
      server.clearances.list({ query: placed(pageParam), signal }),
  })
  const items = clearances.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title={t('cleared.title')} lead={t('cleared.lead')}>
      {!clearances.isSuccess && <Unread query={clearances} />}
      {clearances.isSuccess && items.length === 0 && (
        <Empty title={t('cleared.empty')}>{t('cleared.empty.text')}</Empty>
      )}
      {items.length > 0 && (
        <Columns
          caption={t('cleared.title')}
          heads={[
            ...[t('proofs.seller'), t('clearances.right'), t('clearances.product')],
            ...[t('clearances.issued'), t('clearances.until')],
          ]}
        >
          {items.map((one) => (
            <tr key={one.id}>
              <td className="stranger">
                {one.seller ?? t('proofs.seller.gone')}
                <br />
                <span className={styles.fine}>
                  {one.marketplace} · {one.brand}
                </span>
              </td>
              <td className="stranger">{one.right}</td>
              <td className="stranger">{one.product ?? t('clearances.product.all')}</td>
              <td>
                <Moment at={one.issuedAt} only="day" />
                {one.signed !== null && (
                  <div className={styles.fine}>
                    {t('clearances.signed', { key: one.signed.key.slice(0, 12) })}
                  </div>
                )}
              </td>
              <td className="short">
                {one.revokedAt === null ? (
                  <Moment at={one.expiresAt} only="day" />
                ) : (
                  <>
                    <StateMark tone="bad">
                      {t('clearances.revoked', { day: day(one.revokedAt) })}
                    </StateMark>
                    <div className={`${styles.fine} stranger`}>{one.revokedBecause}</div>
                  </>
                )}
              </td>
            </tr>
          ))}
        </Columns>
      )}
      <More pages={clearances} />
    </Card>
  )
}
