import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { CreatedAppealLink } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import type { Permissions } from '../../access/session/index.ts'
import { Card, StoredSentence } from '../../components/index.ts'
import { useItemActions } from './use-item-actions.ts'
import { stateOf, undecided } from './item-state.ts'
import { ItemStateMark } from './state-marks.tsx'
import { WorkflowInstanceCards } from './workflow-instance-cards.tsx'
import { ListingCard } from './listing-card.tsx'
import type { Received, ReceivedItem, SellerLink } from './queries.ts'
import styles from './moderation.module.css'
import { RestrictionCard } from './restriction-card.tsx'
import { StatementCards } from './sent-statements-card.tsx'
import { StepDialog } from './step-dialog.tsx'
import { stepsOf, type Step } from './moderation-steps.ts'

export type ItemViewProps = {
  notice: Received
  item: ReceivedItem
  blur: boolean
  onBlur: (blur: boolean) => void
  rights: Permissions
}

/** One item of a notice: the next action, then the listing, then the results. */
export function ItemView({ notice, item, blur, onBlur, rights }: ItemViewProps): ReactNode {
  const { t } = useText()
  const [link, setLink] = useState<SellerLink>()
  const actions = useItemActions(notice.id, item.position, setLink)
  const state = stateOf(item.instances, item.instance)
  const isUndecided = undecided.has(state)
  const proposed = item.instances.filter(
    ({ workflow, state }) => workflow === 'restriction' && state === 'proposed',
  )
  return (
    <>
      {link && (
        <Card title={t('appeal-link.send')} lead={t('appeal-link.send.description')}>
          <CreatedAppealLink made={link} onClose={() => setLink(undefined)} />
        </Card>
      )}
      <NextCard notice={notice} item={item} rights={rights} />
      {proposed.map((instance) => (
        <RestrictionCard
          key={instance.id}
          notice={notice}
          item={item}
          doing={actions}
          rights={rights}
          instance={instance.id}
          isOrder={instance.facts['byOrder'] === true}
        />
      ))}
      <ListingCard
        notice={notice}
        item={item}
        blur={blur}
        onBlur={onBlur}
        rights={rights}
        doing={actions}
        isCompared={isUndecided}
      />
      <WorkflowInstanceCards item={item} rights={rights} doing={actions} of={{ notice, item }} />
      <StatementCards statements={item.statements} />
    </>
  )
}

/** The next action on the item itself. */
function NextCard({ notice, item, rights }: Pick<ItemViewProps, 'notice' | 'item' | 'rights'>) {
  const { t, word, labelled } = useText()
  const actions = useItemActions(notice.id, item.position)
  const [step, setStep] = useState<Step>()
  const ownInstance = item.instances.find(({ id }) => id === item.instance)
  if (ownInstance === undefined) return null
  const { facts, owed } = ownInstance
  const isUndecided = undecided.has(ownInstance.state)
  const isProposed = item.instances.some(
    ({ workflow, state }) => workflow === 'restriction' && state === 'proposed',
  )
  // Deciding on a restriction notifies the notifier automatically; people record only other ways of informing them.
  const steps = stepsOf(ownInstance).filter(
    ({ type }) => !isProposed && (type !== 'record-notifier-informed' || owed.length > 0),
  )
  const knowledge = facts['knowledge']
  const known =
    typeof knowledge === 'string' ? (word(`moderation-choice.${knowledge}`) ?? knowledge) : ''
  const { knowledgeReason } = facts
  const said = [
    [
      'knowledgeReason',
      typeof knowledgeReason === 'string' ? labelled(known, knowledgeReason) : undefined,
    ],
    ['question', ownInstance.state === 'information-requested' ? facts['question'] : undefined],
    ['response', facts['response']],
    ['reasons', facts['reasons']],
  ] as const
  const outcome = facts['outcome']
  return (
    <Card
      title={t(isUndecided ? 'moderation.steps' : 'moderation.next')}
      actions={<ItemStateMark state={stateOf(item.instances, item.instance)} />}
    >
      {typeof outcome === 'string' && (
        <p className={styles.outcome}>{word(`moderation-choice.${outcome}`) ?? outcome}</p>
      )}
      {said.map(
        ([name, value]) =>
          typeof value === 'string' && (
            <p key={name} className={styles.said}>
              <span className={styles.fine}>{t(`workflow-field.${name}`)}</span>
              <br />
              <span className="stranger">
                <StoredSentence text={value} byPeople />
              </span>
            </p>
          ),
      )}
      {facts['automatedDecision'] === 'partly' && (
        <p className={styles.fine}>{t('moderation.automated-support')}</p>
      )}
      {rights.moderate && steps.length > 0 ? (
        <div className={styles.steps}>
          {steps.map((one, index) => (
            <Button
              key={one.type}
              {...(index === 0 && { 'data-next-step': true })}
              variant={
                index === 0 && one.type !== 'record-referral' && !isUndecided ? 'filled' : 'default'
              }
              onClick={() => setStep(one)}
            >
              {t(`moderation-action.${one.type}`)}
            </Button>
          ))}
        </div>
      ) : (
        <p className={styles.fine}>
          {t(
            !rights.moderate
              ? 'moderation.next.not-yours'
              : isProposed
                ? 'moderation.next.statement'
                : 'moderation.next.none',
          )}
        </p>
      )}
      <StepDialog
        step={step}
        instance={item.instance}
        run={actions.run}
        onClose={() => setStep(undefined)}
      />
    </Card>
  )
}
