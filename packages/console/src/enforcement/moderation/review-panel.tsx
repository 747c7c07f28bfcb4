import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { useSignedIn, type Permissions } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useKeys } from '../../listings/index.ts'
import { slugOf } from '../regime-components/index.ts'
import { StatementReading } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, forgetDraft, hasDraft, QueryStatus, StoredSentence } from '../../components/index.ts'
import { DecisionReasons, reasonsDraftName, type ReasonedOutcome } from './decision-reasons.tsx'
import { MatchListing } from './match-listing.tsx'
import { KeyHint } from './pending-decisions-bar.tsx'
import { keyOfItem, scheduleDecision, usePendingDecisions } from './pending-decisions.ts'
import { PictureComparison } from './picture-comparison.tsx'
import { useItemReview, type ItemReview, type Received, type ReceivedItem } from './queries.ts'
import { RestrictForm } from './restriction-card.tsx'
import { statementDraftName } from './statement-form.tsx'
import { ReviewChecks } from './review-checks.tsx'
import { decisionOf, obstaclesOf, titleOf, triageOf, type Restriction } from './review-decision.ts'
import styles from './review-panel.module.css'
import { useItemActions } from './use-item-actions.ts'

export type ReviewPanelProps = {
  notice: Received
  item: ReceivedItem
  blur: boolean
  onBlur: (blur: boolean) => void
  rights: Permissions
  /** Goes to the next item once this one is decided. */
  onDecided: () => void
}

/** One undecided item on one page: what to compare, what to know, and one decision by key. */
export function ReviewPanel(props: ReviewPanelProps): ReactNode {
  const { notice, item, blur, onBlur } = props
  const { t } = useText()
  const review = useItemReview(notice.id, item.position, item.version)
  const actions = useItemActions(notice.id, item.position)
  return (
    <div className={styles.panel}>
      <Card title={t('item-review.title')}>
        <PictureComparison notice={notice} item={item} blur={blur} onBlur={onBlur} />
        {!review.isSuccess ? (
          <QueryStatus query={review} />
        ) : (
          <div className={styles.below}>
            <div>
              <ReviewChecks notice={notice} item={item} review={review.data} />
              {item.listing === null && props.rights.moderate && (
                <MatchListing candidates={review.data.candidates} doing={actions} />
              )}
            </div>
            <Decision {...props} review={review.data} />
          </div>
        )}
      </Card>
    </div>
  )
}

function Decision(props: ReviewPanelProps & { review: ItemReview }): ReactNode {
  const { notice, item, rights, review, onDecided } = props
  const { t, list, word } = useText()
  const queries = useQueryClient()
  const { person } = useSignedIn()
  const pending = usePendingDecisions()
  const { id } = notice
  const { position } = item
  const edited = statementDraftName(`${id} ${position}`)
  // A statement that the person began to change is not sent unchanged by a key.
  const [isEditing, setEditing] = useState(() => hasDraft({ author: person.id, about: edited }))
  const [asked, setAsked] = useState<ReasonedOutcome | 'ask'>()
  const why = useId()
  const mine = pending.find((one) => keyOfItem(one) === keyOfItem({ notice: id, position }))
  const isDecided = mine?.state === 'waiting' || mine?.state === 'sending'
  const obstacles = obstaclesOf({ review, rights, isDecided })
  const mayDecide = obstacles.length === 0
  const restriction = restrictionOf(review)
  const lacks = [
    ...(restriction === undefined ? [t('item-review.obstacle.incomplete')] : []),
    ...(review.faults.length > 0 ? [t('item-review.obstacle.faults')] : []),
  ]
  const mayRestrict = mayDecide && lacks.length === 0
  const decide = (body: ReturnType<typeof decisionOf>): void => {
    const { outcome } = body
    scheduleDecision({ notice: id, position, title: titleOf(notice, item), outcome }, async () => {
      const { sellerLink } = await server.moderation.decide({
        params: { id, position: String(position) },
        body,
      })
      for (const about of [edited, reasonsDraftName(outcome, id, position)]) {
        forgetDraft({ author: person.id, about })
      }
      for (const key of ['received items', 'received notice', 'measures', 'filings', 'inbox']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
      return sellerLink
    })
    onDecided()
  }
  const restrict = (chosen: Restriction): void =>
    decide(
      decisionOf({
        outcome: 'restrict',
        reasons: review.proposal.reasons,
        triage: triageOf(review, 'yes', review.proposal.knowledgeReason),
        expectedVersion: review.version,
        restriction: chosen,
      }),
    )
  useKeys({
    r: () => !isEditing && mayRestrict && restriction !== undefined && restrict(restriction),
    a: () => mayDecide && setAsked('no-action'),
    g: () => mayDecide && setAsked('already-gone'),
    q: () => mayDecide && setAsked('ask'),
    e: () => mayDecide && setEditing(true),
  })
  const reasons = obstacles.map((one) => t(`item-review.obstacle.${one}`))
  return (
    <section aria-label={t('item-review.decision')}>
      <h3 className={styles.small}>{t('item-review.decision')}</h3>
      {isEditing ? (
        <RestrictForm
          draft={review.proposal.statement}
          deliver={review.proposal.deliver}
          keptAs={`${id} ${position}`}
          isSentLater
          label={t('item-review.restrict')}
          preview={(statement) =>
            server.moderation.preview({
              params: { id, position: String(position) },
              body: { statement },
            })
          }
          run={async ({ replacementReason: _, ...chosen }) => restrict(chosen)}
          onClose={() => setEditing(false)}
        />
      ) : (
        <>
          <p className={styles.fine}>{t('item-review.statement.text')}</p>
          {review.text === null ? (
            <p>{t('item-review.statement.incomplete')}</p>
          ) : (
            <pre
              className={styles.statement}
              lang="en"
              tabIndex={0}
              aria-label={t('item-review.statement')}
            >
              {review.text}
            </pre>
          )}
          {review.text !== null && review.readings !== null && (
            <StatementReading text={review.text} readings={review.readings} />
          )}
          {review.proposal.deliver !== null && (
            <p className={styles.fine}>
              {t('restriction.informed-by')}:{' '}
              {t(`restriction.informed-by.${review.proposal.deliver.by}`)} ·{' '}
              <span className="stranger">
                <StoredSentence text={review.proposal.deliver.to} byPeople />
              </span>
            </p>
          )}
          {review.faults.length > 0 && (
            <ul className={styles.checks}>
              {review.faults.map(({ field, message }) => (
                <li key={`${field} ${message}`}>
                  {word(`item-review.fault.${slugOf(message)}`) ?? <span lang="en">{message}</span>}
                </li>
              ))}
            </ul>
          )}
          <div className={styles.buttons}>
            <Button
              disabled={!mayRestrict}
              {...(!mayRestrict && { 'aria-describedby': why })}
              onClick={() => restriction !== undefined && restrict(restriction)}
            >
              {t('item-review.restrict')} <KeyHint name="R" />
            </Button>
            {(['no-action', 'already-gone', 'ask'] as const).map((one) => (
              <Button
                key={one}
                variant="default"
                disabled={!mayDecide}
                {...(!mayDecide && { 'aria-describedby': why })}
                onClick={() => setAsked(one)}
              >
                {t(`item-review.${one}`)} <KeyHint name={keyNames[one]} />
              </Button>
            ))}
            <Button variant="subtle" disabled={!mayDecide} onClick={() => setEditing(true)}>
              {t('item-review.edit')} <KeyHint name="E" />
            </Button>
          </div>
          {(reasons.length > 0 || lacks.length > 0) && (
            <p id={why} className={styles.reason}>
              {list(reasons.length > 0 ? reasons : lacks)}
            </p>
          )}
        </>
      )}
      <DecisionReasons
        asked={asked}
        notice={id}
        item={item}
        review={review}
        onClose={() => setAsked(undefined)}
        onDecide={(outcome, words, byAssessment) =>
          decide(
            decisionOf({
              outcome,
              reasons: words,
              byAssessment,
              triage: triageOf(review, outcome === 'no-action' ? 'no' : 'unclear', words),
              expectedVersion: review.version,
            }),
          )
        }
      />
    </section>
  )
}

const keyNames = { 'no-action': 'A', 'already-gone': 'G', ask: 'Q' } as const

/** The proposed restriction as the server would take it; undefined while something is missing. */
function restrictionOf({ text, proposal }: ItemReview): Restriction | undefined {
  if (text === null || proposal.deliver === null) return undefined
  return {
    // The server drafted it, found it complete, and validates it again.
    statement: proposal.statement as unknown as Restriction['statement'],
    deliver: proposal.deliver,
    illegalProduct: false,
  }
}
