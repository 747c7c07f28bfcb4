import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { refusedFor } from '../../connection/index.ts'
import { Provisions, useRegimeWords } from '../regime-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, ProblemText, StateMark } from '../../components/index.ts'
import { useInstanceTitles } from './instance-titles.ts'
import { capital } from './transition-form.tsx'
import styles from './proceedings.module.css'
import type {
  LawLineView,
  WorkflowInstance,
  AvailableTransitionView,
  ProceedingView,
} from './queries.ts'

export type InstanceCardProps = {
  instance: WorkflowInstance
  proceeding: ProceedingView
  lines: ReadonlyMap<string, LawLineView>
  mayAct: boolean
  onAct: (action: AvailableTransitionView) => void
}

/** A workflow instance: its history with legal bases, and the transitions open to it. */
export function WorkflowInstanceCard(card: InstanceCardProps): ReactNode {
  const { instance, proceeding, lines, mayAct, onAct } = card
  const { t } = useText()
  const nameOf = useNameOf()
  const words = useRegimeWords()
  const titleOfInstance = useInstanceTitles(proceeding)
  const roles = new Map(proceeding.roles.map((role) => [role.id, words.role(role)]))
  const { id, workflow, origin, state, stateTitle, stateKind, path, availableTransitions } =
    instance
  const titleOf = ({ transition, title }: AvailableTransitionView): string =>
    words.transition(workflow, { id: transition, title })
  return (
    <Card
      title={titleOfInstance(id)}
      actions={
        <span>
          <StateMark tone={stateKind === 'open' ? 'waiting' : 'good'}>
            {words.state(workflow, { id: state, title: stateTitle })}
          </StateMark>
        </span>
      }
      lead={
        <>
          {t(`workflow-state-kind.${stateKind}`)}
          {origin !== null && ` · ${t('proceeding.origin.of', { title: titleOfInstance(origin) })}`}
        </>
      }
    >
      <ol className={styles.path}>
        {path.map((step, place) => (
          <li key={place} data-last={place === path.length - 1}>
            <div>
              <strong>{capital(words.step({ ...step, workflow, origin }))}</strong>{' '}
              <span className={styles.fine}>
                {t('proceeding.path.then', {
                  state: words.state(workflow, { id: step.state, title: step.stateTitle }),
                })}
              </span>
            </div>
            <div className={styles.fine}>
              {roles.get(step.role) ?? step.role}
              {step.person !== null && ` (${nameOf(step.person)})`} · <Moment at={step.at} />
            </div>
            <Provisions ids={step.lines} lines={lines} />
          </li>
        ))}
      </ol>
      {mayAct && (
        <>
          <h3 className={styles.small}>{t('proceeding.actions')}</h3>
          {availableTransitions.length === 0 && (
            <p className={styles.fine}>{t('proceeding.actions.none')}</p>
          )}
          <ul className={styles.possible}>
            {availableTransitions.map((action) => (
              <li key={action.transition}>
                <div>
                  <strong>{capital(titleOf(action))}</strong>{' '}
                  <span className={styles.fine}>
                    {action.to === null
                      ? t('proceeding.state-stays')
                      : t('proceeding.leads-to', {
                          state: words.state(workflow, { id: action.to, title: action.to }),
                        })}
                  </span>
                  {action.refusal !== null && (
                    <div className={styles.refusal}>
                      {words.refusal(action.refusal) ?? (
                        <ProblemText problem={refusedFor(action.refusalCode, action.refusal)} />
                      )}
                    </div>
                  )}
                  <Provisions ids={action.lines} lines={lines} />
                </div>
                {action.refusal === null && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('proceeding.record')}: ${titleOf(action)}`}
                    onClick={() => onAct(action)}
                  >
                    {t('proceeding.record')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
