import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ErrorCode } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { refusedFor, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  ConfirmButton,
  Empty,
  Moment,
  Page,
  ProblemText,
  QueryStatus,
  Refused,
  StateMark,
} from '../../components/index.ts'
import { useFactWords } from './fact-words.ts'
import { ModerationTabs } from './moderation-tabs.tsx'
import {
  bulkKey,
  useBulkProblems,
  useBulkRestrictions,
  type BulkAct,
  type BulkRestriction,
} from './queries.ts'
import styles from './review-panel.module.css'

/** Bulk restrictions with their progress; each can be stopped, resumed and reversed as a whole. */
export function BulkRestrictionsPage(): ReactNode {
  const { t } = useText()
  const bulk = useBulkRestrictions()
  return (
    <Page title={t('bulk-restrictions.title')} lead={t('bulk-restrictions.description')}>
      <ModerationTabs here="bulk" />
      {!bulk.isSuccess && <QueryStatus query={bulk} />}
      {bulk.data?.length === 0 && (
        <Empty title={t('bulk-restrictions.empty')}>{t('bulk-restrictions.empty.text')}</Empty>
      )}
      {bulk.data?.map((one) => (
        <BulkRestrictionCard key={one.id} bulk={one} />
      ))}
    </Page>
  )
}

function BulkRestrictionCard({ bulk }: { bulk: BulkRestriction }): ReactNode {
  const { t, list } = useText()
  const factWords = useFactWords()
  const rights = permissionsOf(useMember())
  const queries = useQueryClient()
  const { id, state, items, waiting, restricted, failed, reversed, createdAt } = bulk
  const act = useMutation({
    mutationFn: (action: BulkAct) =>
      server.moderation.actOnBulk({ params: { id }, body: { action } }),
    onSettled: () => {
      for (const key of [bulkKey[0], 'received items', 'measures']) {
        void queries.invalidateQueries({ queryKey: [key] })
      }
    },
  })
  const isUnderway = state === 'running' || state === 'reversing'
  const doneCount = state === 'reversing' || state === 'reversed' ? reversed : items - waiting
  const words = t('bulk-restriction.progress', { restricted, failed, reversed, items })
  return (
    <Card
      title={factWords(bulk.fact)}
      lead={
        <>
          {list(bulk.measures.map((one) => t(`measure.${one}`)))} · {bulk.decidedBy} ·{' '}
          <Moment at={createdAt} />
        </>
      }
      actions={
        <StateMark tone={isUnderway ? 'waiting' : 'plain'}>
          {t(`bulk-restriction-state.${state}`)}
        </StateMark>
      }
    >
      <progress className={styles.bar} max={items} value={doneCount} aria-label={words} />
      <p role="status">{words}</p>
      {rights.moderate && (
        <div className={styles.buttons}>
          {state === 'running' && (
            <Button
              variant="default"
              loading={act.isPending}
              onClick={() => act.mutate({ type: 'stop' })}
            >
              {t('bulk-restriction.stop')}
            </Button>
          )}
          {(state === 'stopped' || (state === 'completed' && failed > 0)) && (
            <Button
              variant="default"
              loading={act.isPending}
              onClick={() => act.mutate({ type: 'resume' })}
            >
              {t(state === 'stopped' ? 'bulk-restriction.resume' : 'bulk-restriction.retry')}
            </Button>
          )}
          {restricted > 0 && state !== 'reversing' && (
            <ConfirmButton
              label={t('bulk-restriction.reverse', { count: restricted })}
              title={t('bulk-restriction.reverse', { count: restricted })}
              text={t('bulk-restriction.reverse.text')}
              reason={{ label: t('moderation-field.reason'), required: true }}
              run={(reason) => act.mutateAsync({ type: 'reverse', reason })}
              button={{ variant: 'default' }}
            />
          )}
        </div>
      )}
      <Refused error={act.error} />
      <Problems id={id} count={failed + (state === 'reversed' ? restricted : 0)} />
    </Card>
  )
}

function Problems({ id, count }: { id: string; count: number }): ReactNode {
  const { t } = useText()
  const problems = useBulkProblems(id, count)
  if (problems.data === undefined || problems.data.length === 0) return null
  return (
    <details open>
      <summary>{t('bulk-restriction.problems', { count: problems.data.length })}</summary>
      <ul className={styles.checks} aria-label={t('bulk-restriction.problems.title')}>
        {problems.data.map(({ notice, position, title, problem }) => (
          <li key={`${notice} ${position}`}>
            <span>
              <Link
                to="/moderation/notices/$id"
                params={{ id: notice }}
                search={position === 0 ? {} : { item: position }}
              >
                {title ?? t('moderation.unnamed')}
              </Link>{' '}
              {problem !== null && (
                <span className={`${styles.fine} stranger`}>
                  <ProblemText problem={refusedFor(problem.code as ErrorCode, problem.message)} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
