import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { noticeEventText, useOrganisationName } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StateMark, StoredSentence } from '../../components/index.ts'
import { readMarketplaceResponse, type AnsweredItem } from './marketplace-response.ts'
import { NotifierActions } from './notifier-actions.tsx'
import styles from './notices.module.css'
import { useNoticeRecord, type NoticeDetailView } from './notice-queries.ts'

/** Marketplaces' responses: receipts, and decisions with their summaries, never the seller's documents. */
export function MarketplaceResponsesCard({ notice }: { notice: NoticeDetailView }): ReactNode {
  const text = useText()
  const { t } = text
  const record = useNoticeRecord(notice.id)
  const organisationName = useOrganisationName()
  const inside = notice.recipients.filter(({ response }) => response !== null)
  const noted = (record.data ?? []).filter(
    ({ kind, data }) =>
      (kind === 'acknowledged' || kind === 'decided') && typeof data['from'] !== 'string',
  )
  return (
    <Card title={t('notice.responses')} lead={t('notice.responses.description')}>
      {inside.length + noted.length === 0 && (
        <p className={styles.fine}>{t('notice.responses.none')}</p>
      )}
      {inside.map(({ to, response }) => {
        const { acknowledged, items } = readMarketplaceResponse(response ?? {})
        return (
          <section key={to} className={styles.answer} aria-label={organisationName(to)}>
            <div className={styles.line}>
              <strong className="stranger">{organisationName(to)}</strong>
              <StateMark tone={acknowledged === undefined ? 'waiting' : 'good'}>
                {t(
                  acknowledged === undefined
                    ? 'notice.receipt.pending'
                    : 'notice.receipt.confirmed',
                )}
              </StateMark>
            </div>
            <ul className={styles.told}>
              {items.map((item) => (
                <Item key={item.position} item={item} notice={notice} to={to} />
              ))}
            </ul>
          </section>
        )
      })}
      <ul className={styles.told}>
        {noted.map((event) => {
          const { words, said } = noticeEventText(event, text, organisationName)
          return (
            <li key={event.position}>
              {words} · <Moment at={event.at} />
              {said !== undefined && (
                <p className={`${styles.quoted} stranger`}>
                  <StoredSentence text={said} byPeople />
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

type ItemProps = { item: AnsweredItem; notice: NoticeDetailView; to: string }

function Item({ item, notice, to }: ItemProps): ReactNode {
  const { t, word, day } = useText()
  const { position, state, question, outcome, summary, measures, answers, complaint } = item
  const { restriction } = item
  const listing = notice.listings[position]
  const decided =
    outcome === undefined
      ? undefined
      : (outcome === 'restrict' && word(`restriction-state.${restriction ?? ''}`)) ||
        word(`received-outcome.${outcome}`)
  return (
    <li>
      <div className={styles.line}>
        <span className="stranger" dir="auto">
          {listing === undefined ? (
            position + 1
          ) : (
            <VisibleText text={(listing.title ?? listing.externalId).slice(0, 300)} />
          )}
        </span>
        <StateMark tone={outcome === undefined ? 'waiting' : 'plain'}>
          {decided ?? outcome ?? word(`received-state.${state}`) ?? state}
        </StateMark>
      </div>
      {question !== undefined && (
        <p className="stranger">
          {t('notice.question')} {question}
        </p>
      )}
      {summary !== undefined && (
        <p className={`${styles.quoted} stranger`}>
          <StoredSentence text={summary} byPeople />
        </p>
      )}
      {measures.map(({ measure, startsOn, endsOn, holds }, place) => (
        <p key={place} className={styles.fine}>
          {word(`measured.${measure}`) ?? measure} ·{' '}
          {startsOn !== '' && t('notice.measure.from', { day: day(startsOn) })}
          {endsOn !== undefined && ` ${t('notice.measure.until', { day: day(endsOn) })}`} ·{' '}
          {t(holds ? 'notice.measure.in-force' : 'notice.measure.ended')}
        </p>
      ))}
      {answers.map((answer, place) => (
        <div key={place}>
          <p className={styles.fine}>
            {t(
              answer.outcome === 'upheld' || answer.outcome === 'accepted'
                ? 'notice.seller-appeal.upheld'
                : 'notice.seller-appeal.rejected',
            )}
          </p>
          <p className={`${styles.quoted} stranger`}>{answer.summary}</p>
        </div>
      ))}
      {complaint?.decision !== undefined && (
        <div>
          <p className={styles.fine}>{t('notice.complaint.decided')}</p>
          <p className={`${styles.quoted} stranger`}>{complaint.decision}</p>
        </div>
      )}
      <NotifierActions item={item} notice={notice} to={to} />
    </li>
  )
}
