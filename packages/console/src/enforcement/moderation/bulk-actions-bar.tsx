import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { problemOf, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { NoticeBar } from '../../components/index.ts'
import type { ModerationAction, Queued } from './queries.ts'
import styles from './moderation.module.css'
import { BulkRestrictDialog } from './bulk-restrict-dialog.tsx'
import { StepDialog } from './step-dialog.tsx'
import { commonSteps, type Step } from './moderation-steps.ts'

export type BulkBarProps = {
  items: readonly Queued[]
  /** Whether the person may restrict in bulk. */
  mayRestrict: boolean
  onDone: () => void
}

type BulkResult = { done: number; refused: string[] }

/** Applies one action to many items separately: a refusal for one does not stop the others. */
export function BulkBar({ items, mayRestrict, onDone }: BulkBarProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [step, setStep] = useState<Step>()
  const [restricts, setRestricts] = useState(false)
  const [told, setTold] = useState<BulkResult>()
  const [place, setPlace] = useState<number>()
  const run = async (action: ModerationAction): Promise<void> => {
    const after: BulkResult = { done: 0, refused: [] }
    for (const [index, { notice: id, position, title, named }] of items.entries()) {
      setPlace(index)
      try {
        await server.moderation.act({
          params: { id, position: String(position) },
          body: { action },
        })
        after.done++
      } catch (error) {
        const { message } = problemOf(error)
        after.refused.push(`${title ?? named ?? id}: ${message ?? t('problem.broken.title')}`)
      }
    }
    setPlace(undefined)
    setTold(after)
    await queries.invalidateQueries({ queryKey: ['received items'] })
    if (after.refused.length === 0) onDone()
  }
  const common = commonSteps(items)
  return (
    <NoticeBar
      actions={
        <span className={styles.actions}>
          {mayRestrict && (
            <Button size="compact-sm" onClick={() => setRestricts(true)}>
              {t('bulk-restriction.open')}
            </Button>
          )}
          {common.map((one) => (
            <Button key={one.type} size="compact-sm" variant="default" onClick={() => setStep(one)}>
              {t(`moderation-action.${one.type}`)}
            </Button>
          ))}
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {t('moderation.bulk.clear')}
          </Button>
        </span>
      }
    >
      {place === undefined
        ? t('bulk.selected', { count: items.length })
        : t('moderation.bulk.at', { place: place + 1, count: items.length })}
      {common.length === 0 && !mayRestrict && ` ${t('moderation.bulk.nothing')}`}
      {told && told.refused.length > 0 && (
        <>
          {' '}
          {t('moderation.bulk.result', { done: told.done, refused: told.refused.length })}
          <ul className={styles.refused}>
            {told.refused.map((one) => (
              <li key={one} className="stranger">
                {one}
              </li>
            ))}
          </ul>
        </>
      )}
      <BulkRestrictDialog items={items} opened={restricts} onClose={() => setRestricts(false)} />
      <StepDialog
        step={step}
        instance=""
        text={t('moderation.bulk.text', { count: items.length })}
        run={run}
        onClose={() => setStep(undefined)}
      />
    </NoticeBar>
  )
}
