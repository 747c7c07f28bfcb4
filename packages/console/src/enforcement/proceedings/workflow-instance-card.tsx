import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, StateMark } from '../../surface/index.ts'
import { capital } from './transition-form.tsx'
import { Provisions } from './provisions.tsx'
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
  onAct: (act: AvailableTransitionView) => void
}

/** A workflow instance: its history with legal bases, and the transitions open to it. */
export function WorkflowInstanceCard(card: InstanceCardProps): ReactNode {
  const { instance, proceeding, lines, mayAct, onAct } = card
  const { t } = useText()
  const nameOf = useNameOf()
  const roles = new Map(proceeding.roles.map(({ id, title }) => [id, title]))
  const { id, name, origin, stateTitle, stateKind, path, possible } = instance
  return (
    <Card
      title={name}
      actions={
        <span>
          <StateMark tone={stateKind === 'open' ? 'waiting' : 'good'}>
            <span lang="en">{stateTitle}</span>
          </StateMark>
        </span>
      }
      lead={
        <>
          {t(`workflow-state-kind.${stateKind}`)}
          {' · '}
          <code>{id}</code>
          {origin !== null && ` · ${t('proceeding.origin')} ${origin}`}
        </>
      }
    >
      <ol className={styles.path}>
        {path.map((step, place) => (
          <li key={place} data-last={place === path.length - 1}>
            <div>
              <strong lang="en">{capital(step.title)}</strong>{' '}
              <span className={styles.fine} lang="en">
                {t('proceeding.path.then', { state: step.stateTitle })}
              </span>
            </div>
            <div className={styles.fine}>
              <span lang="en">{roles.get(step.role) ?? step.role}</span>
              {step.person !== null && ` (${nameOf(step.person)})`} · <Moment at={step.at} />
            </div>
            <Provisions ids={step.lines} lines={lines} />
          </li>
        ))}
      </ol>
      {mayAct && (
        <>
          <h3 className={styles.small}>{t('proceeding.actions')}</h3>
          {possible.length === 0 && <p className={styles.fine}>{t('proceeding.actions.none')}</p>}
          <ul className={styles.possible}>
            {possible.map((act) => (
              <li key={act.transition}>
                <div>
                  <strong lang="en">{capital(act.title)}</strong>{' '}
                  <span className={styles.fine} lang="en">
                    {act.to === null
                      ? t('proceeding.state-stays')
                      : t('proceeding.leads-to', { state: act.to })}
                  </span>
                  {act.refusal !== null && (
                    <div className={styles.refusal} lang="en">
                      {act.refusal}
                    </div>
                  )}
                  <Provisions ids={act.lines} lines={lines} />
                </div>
                {act.refusal === null && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('proceeding.record')}: ${act.title}`}
                    onClick={() => onAct(act)}
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
