import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Moment, QueryStatus } from '../../components/index.ts'
import { DeadlineCalculation, useRegimeWords } from '../regime-components/index.ts'
import type { ReceivedItem } from './queries.ts'
import styles from './moderation.module.css'

/** The item's history: who did what, in which role, and who was notified. */
export function RecordCard({ item }: { item: ReceivedItem }): ReactNode {
  const { t } = useText()
  const nameOf = useNameOf()
  const words = useRegimeWords()
  const { proceeding: id, instance } = item
  const proceeding = useQuery({
    queryKey: ['proceeding', id],
    queryFn: ({ signal }) => server.proceedings.read({ params: { id }, signal }),
  })
  if (!proceeding.isSuccess) {
    return (
      <Card title={t('moderation.timeline')}>
        <QueryStatus query={proceeding} />
      </Card>
    )
  }
  const isOwn = (one: string): boolean => one === instance || one.startsWith(`${instance}/`)
  const { instances, deadlines, roles } = proceeding.data
  const titles = new Map(roles.map((role) => [role.id, words.role(role)]))
  const workflows = new Map(instances.map(({ id: of, workflow }) => [of, workflow]))
  const steps = instances
    .filter((one) => isOwn(one.id))
    .flatMap((one) => one.path.map((step) => ({ ...step, of: one, instance: one.id })))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
  const running = deadlines.filter(
    (deadline) => isOwn(deadline.instance) && deadline.dueAt !== null,
  )
  return (
    <>
      {running.length > 0 && (
        <Card title={t('proceeding.deadlines')}>
          <ul className={styles.plain}>
            {running.map(({ instance: of, timeLimit, title, dueAt, why, calculation }) => (
              <li key={`${of} ${timeLimit}`}>
                <strong>{words.limit(workflows.get(of) ?? '', { id: timeLimit, title })}</strong>{' '}
                {dueAt !== null && <Moment at={dueAt} />}
                <details className={styles.fine}>
                  <summary>{t('proceeding.deadline.calculation')}</summary>
                  <DeadlineCalculation calculation={calculation} dueAt={dueAt} why={why} />
                </details>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('moderation.timeline')}>
        <ol className={styles.record}>
          {steps.map(({ of, instance: name, ...step }, index) => (
            <li
              key={`${name} ${index}`}
              data-kind={/tell|inform|send|confirm/.test(step.title) ? 'told' : ''}
            >
              {words.workflow({ id: of.workflow, title: of.name })}:{' '}
              {words.step({ ...step, workflow: of.workflow, origin: of.origin })} →{' '}
              {words.state(of.workflow, { id: step.state, title: step.stateTitle })}
              <br />
              <span className={styles.fine}>
                <Moment at={step.at} /> · {titles.get(step.role) ?? step.role}
                {step.person !== null && ` · ${nameOf(step.person)}`}
              </span>
            </li>
          ))}
        </ol>
      </Card>
    </>
  )
}
