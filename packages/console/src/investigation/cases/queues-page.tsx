import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  casePriorities,
  CasesTabs,
  useNameOf,
  useQueues,
  type CaseQueueView,
  type CaseQueueInput,
} from '../case-components/index.ts'
import { server } from '../../connection/index.ts'
import { regionName, useText, type Text } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Empty, Page, Refused, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './casework-settings.module.css'
import { QueueForm } from './queue-form.tsx'

type QueueEdit = { queue: CaseQueueInput; id?: string }

/** Case queues with their rules and SLAs. */
export function QueuesPage(): ReactNode {
  const { t, sentences } = useText()
  const maySet = permissionsOf(useMember()).arrangeCases
  const queues = useQueues()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<CaseQueueView | 'new'>()
  const write = useMutation({
    mutationFn: ({ queue, id }: QueueEdit) =>
      id === undefined
        ? server.casework.addQueue({ body: queue })
        : server.casework.changeQueue({ params: { id }, body: queue }),
    onSuccess: async () => {
      setChanged(undefined)
      await queries.invalidateQueries({ queryKey: ['case queues'] })
    },
  })
  const of = changed === 'new' ? undefined : changed
  return (
    <Page
      title={t('case-queues.title')}
      lead={sentences([t('case-queues.description'), maySet ? '' : t('case-queues.denied')])}
      actions={maySet && <Button onClick={() => setChanged('new')}>{t('case-queues.new')}</Button>}
    >
      <CasesTabs here="queues" />
      {!queues.isSuccess && <QueryStatus query={queues} />}
      {queues.data?.length === 0 && (
        <Empty title={t('case-queues.empty')}>{t('case-queues.empty.text')}</Empty>
      )}
      {changed === undefined && <Refused error={write.error} />}
      <ul className={styles.items}>
        {(queues.data ?? []).map((queue) => (
          <Item key={queue.id} queue={queue} maySet={maySet} onChange={() => setChanged(queue)} />
        ))}
      </ul>
      <Modal
        opened={changed !== undefined}
        onClose={() => setChanged(undefined)}
        title={of?.name ?? t('case-queues.new')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {changed !== undefined && (
          <QueueForm
            {...(of && { of })}
            place={Math.max(0, ...(queues.data ?? []).map(({ place }) => place + 1))}
            isPending={write.isPending}
            error={write.error}
            onClose={() => setChanged(undefined)}
            onWrite={(queue) => write.mutate({ queue, ...(of && { id: of.id }) })}
          />
        )}
      </Modal>
    </Page>
  )
}

type ItemProps = { queue: CaseQueueView; maySet: boolean; onChange: () => void }

function Item({ queue, maySet, onChange }: ItemProps): ReactNode {
  const text = useText()
  const { t } = text
  const nameOf = useNameOf()
  const { id, name, rules, sla, assignee, assignHours, retired, open, breached } = queue
  return (
    <li className={styles.item} data-retired={retired}>
      <div className={styles.head}>
        <h2 className="stranger">
          <Link to="/cases" search={{ queue: id }}>
            {name}
          </Link>
        </h2>
        {retired && <StateMark tone="plain">{t('case-template.retired')}</StateMark>}
        {breached > 0 && (
          <StateMark tone="bad">{t('case-queue.breached', { count: breached })}</StateMark>
        )}
        {maySet && (
          <Button size="compact-sm" variant="default" onClick={onChange}>
            {t('case-template.change')}
          </Button>
        )}
      </div>
      <span>
        {t('case-queue.open', { count: open })}
        {assignee !== null && ` · ${t('case-queue.assignee')} ${nameOf(assignee)}`}
        {assignHours !== null && ` (${t('case-queue.hours', { hours: assignHours })})`}
      </span>
      <span>
        {casePriorities
          .map((priority) => {
            const hours = sla[priority]
            return `${t(`case-priority.${priority}`)}: ${hours === null ? '–' : t('case-queue.hours', { hours })}`
          })
          .join(' · ')}
      </span>
      {rules.length === 0 ? (
        <span className={styles.fine}>{t('case-queue.rule.none')}</span>
      ) : (
        <ul className={styles.list}>
          {rules.map((rule, at) => (
            <li key={at} className="stranger">
              {ruleWords(rule, text)}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function ruleWords(
  rule: CaseQueueView['rules'][number],
  { t, word, list, money, locale }: Text,
): string {
  const parts = [
    ...(rule.brands.length > 0 ? [list(rule.brands)] : []),
    ...(rule.countries.length > 0
      ? [list(rule.countries.map((code) => regionName(locale, code)))]
      : []),
    ...(rule.verdicts.length > 0
      ? [list(rule.verdicts.map((verdict) => word(`verdict.${verdict}`) ?? verdict))]
      : []),
    ...(rule.turnover === null
      ? []
      : [`${t('case-queue.turnover')} ${money(rule.turnover.from, rule.turnover.currency)}`]),
  ]
  return parts.length === 0 ? t('case-queue.rule.all') : parts.join(' · ')
}
