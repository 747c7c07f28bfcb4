import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { CreateAppealLink } from '../appeal-components/index.ts'
import { useRegimeWords } from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import type { Permissions } from '../../access/session/index.ts'
import { Card, Moment, StoredSentence } from '../../components/index.ts'
import type { ItemActions } from './use-item-actions.ts'
import { BuyersText } from './buyer-texts.tsx'
import { InstanceStateMark } from './state-marks.tsx'
import { useMeasures, type InstanceView, type Received, type ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'
import { ReplaceDialog } from './restriction-card.tsx'
import { StepDialog } from './step-dialog.tsx'
import { stepsOf, type Step } from './moderation-steps.ts'

/** Workflow instances to show, with their measures. */
export type CaseAddition = Pick<
  ReceivedItem,
  'proceeding' | 'instance' | 'listing' | 'instances' | 'measures' | 'buyersTexts'
>

export type InstanceCardsProps = {
  item: CaseAddition
  rights: Permissions
  doing: ItemActions
  /** The notice item they belong to. Without one a restriction can be reversed but not replaced. */
  of?: { notice: Received; item: ReceivedItem }
}

/** The most urgent first. */
const order = 'XRCOBD'

/**
 * What followed from an item: restriction, complaints, disputes, filing, report and buyer notifications, each with
 * its next steps.
 */
export function WorkflowInstanceCards(props: InstanceCardsProps): ReactNode {
  const { t } = useText()
  const { item } = props
  const came = item.instances
    .filter(
      ({ id, workflow, state }) =>
        id !== item.instance && !(workflow === 'restriction' && state === 'proposed'),
    )
    .sort((one, other) => order.indexOf(one.workflow) - order.indexOf(other.workflow))
  if (came.length === 0) return null
  return (
    <Card title={t('moderation.follow-up')}>
      <ul className={styles.instances}>
        {came.map((instance) => (
          <InstanceCard key={instance.id} {...props} instance={instance} />
        ))}
      </ul>
    </Card>
  )
}

function InstanceCard(props: InstanceCardsProps & { instance: InstanceView }): ReactNode {
  const { item, rights, doing, instance, of } = props
  const { t, word, list, day } = useText()
  const regimeWords = useRegimeWords()
  const [step, setStep] = useState<Step>()
  const [isReplacing, setReplacing] = useState(false)
  const { workflow, state, facts, since, owed } = instance
  const origin = item.instances.find(({ id }) => id === instance.id.replace(/\/[^/]*$/, ''))
  const steps = stepsOf(instance, origin?.state).filter(({ by }) =>
    by === 'reviewer' ? rights.reviewComplaints : rights.moderate,
  )
  const holds =
    workflow === 'restriction' && (state === 'statement-sent' || state === 'statement-exempt')
  const measures = item.measures.filter((one) => one.instance === instance.id)
  const texts = item.buyersTexts.find((one) => one.instance === instance.id)
  const isSellers = workflow === 'complaint' && facts['addressee'] === 'recipient'
  const name = isSellers ? 'workflow.complaint.recipient' : `workflow.${workflow}`
  return (
    <li>
      <div className={styles.top}>
        <strong>{word(name) ?? workflow}</strong>
        <InstanceStateMark workflow={workflow} state={state} short />
        <span className={styles.due}>
          <Moment at={since} />
        </span>
      </div>
      {measures.length > 0 && (
        <ul className={styles.measures}>
          {measures.map(({ id, measure, words, territory, endsOn }) => (
            <li key={id}>
              {words ?? t(`measure.${measure}`)} · {list(territory)} ·{' '}
              {endsOn === null ? t('measure.no-end') : t('measure.until', { day: day(endsOn) })}
            </li>
          ))}
        </ul>
      )}
      {!isSellers && <EnteredText facts={facts} />}
      {owed.length > 0 && (
        <p className={styles.fine}>
          {t('moderation.still-due')}{' '}
          {list(
            owed.map(
              ({ document, to }) =>
                `${regimeWords.document(document)} → ${regimeWords.recipient(to)}`,
            ),
          )}
        </p>
      )}
      {isSellers && (state === 'lodged' || state === 'human-review') && (
        <p className={styles.fine}>
          {t('moderation.sellers-complaint')}{' '}
          <Link to="/appeals" search={{ proceeding: item.proceeding }}>
            {t('moderation.open-appeal')}
          </Link>
        </p>
      )}
      {texts && <BuyersText texts={texts} />}
      {(steps.length > 0 || (holds && rights.moderate)) && (
        <div className={styles.steps}>
          {holds && rights.moderate && (
            <>
              <CreateAppealLink
                about={{ proceeding: item.proceeding, instance: instance.id }}
                listing={item.listing}
              />
              {of && (
                <Button size="compact-sm" variant="default" onClick={() => setReplacing(true)}>
                  {t('moderation-action.replace')}
                </Button>
              )}
            </>
          )}
          {steps.map((one) => (
            <Button key={one.type} size="compact-sm" variant="default" onClick={() => setStep(one)}>
              {t(`moderation-action.${one.type}`)}
            </Button>
          ))}
        </div>
      )}
      <StepDialog
        step={step}
        instance={instance.id}
        {...(step?.type === 'reinstate' && { text: <EndedMeasures {...props} /> })}
        run={doing.run}
        onClose={() => setStep(undefined)}
      />
      {of && (
        <ReplaceDialog
          {...of}
          rights={rights}
          doing={doing}
          opened={isReplacing}
          instance={instance.id}
          onClose={() => setReplacing(false)}
        />
      )}
    </li>
  )
}

const textFields = [
  'dropReason',
  'replacementReason',
  'reversalReason',
  'withdrawal',
  'grounds',
  'suspicion',
  'complaintReasons',
  'authority',
  'notMetReason',
  'body',
  'nonImplementationReason',
  'errors',
  'corrections',
  'publishedAt',
] as const

/** Free text entered with a step. */
function EnteredText({ facts }: Pick<InstanceView, 'facts'>): ReactNode {
  const { word } = useText()
  return textFields.flatMap((name) => {
    const value = facts[name]
    const text = Array.isArray(value) ? value.join('\n') : value
    if (typeof text !== 'string' || text === '') return []
    return [
      <p key={name} className={styles.said}>
        <span className={styles.fine}>{word(`workflow-field.${name}`) ?? name}</span>
        <br />
        <span className="stranger">
          <StoredSentence text={text} byPeople />
        </span>
      </p>,
    ]
  })
}

/** The measures that a reinstatement ends, and those that other decisions keep in force. */
function EndedMeasures({
  item,
  instance,
}: InstanceCardsProps & { instance: InstanceView }): ReactNode {
  const { t } = useText()
  const ofListing = useMeasures(
    item.listing === null ? {} : { listing: item.listing },
    item.listing !== null,
  )
  const ownMeasures = item.measures.filter(
    (one) => one.instance === instance.id && one.endedAt === null,
  )
  const others = (ofListing.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (one) => one.instance !== instance.id || one.proceeding !== item.proceeding,
  )
  const buyers = item.instances.find(
    ({ id, workflow, state }) =>
      id.startsWith(`${instance.id}/`) &&
      workflow === 'buyer-notification' &&
      /^(aware|selected)$/.test(state),
  )
  return (
    <div className={styles.undoes}>
      <strong>{t('reversal.title')}</strong>
      <ul>
        {ownMeasures.map((one) => (
          <li key={one.id}>{one.words ?? t(`measure.${one.measure}`)}</li>
        ))}
        <li>{t('reversal.strike')}</li>
        {buyers && <li>{t('reversal.buyers')}</li>}
      </ul>
      {others.length > 0 && (
        <>
          <strong>{t('reversal.unaffected')}</strong>
          <ul>
            {others.map((one) => (
              <li key={one.id}>{one.words ?? t(`measure.${one.measure}`)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
