import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, linkOptions } from '@tanstack/react-router'
import type { FirstStepView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { inboxKey, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { Card, Icon, useDeviceSetting } from '../../surface/index.ts'
import styles from './get-started.module.css'

/** The first steps of an organisation, ticked by what is stored, until all are done or the person dismisses them. */
export function GetStarted(): ReactNode {
  const { t } = useText()
  const { organisation, person } = useSignedIn()
  const [dismissed, setDismissed] = useDeviceSetting(
    `get-started.${organisation?.slug ?? ''}.${person.id}`,
  )
  const isShown = organisation !== null && dismissed === null
  const { data } = useQuery({
    queryKey: [...inboxKey, 'first-steps'],
    queryFn: async ({ signal }) => (await server.inbox.firstSteps({ signal })).steps,
    enabled: isShown,
    refetchOnMount: 'always',
  })
  const steps = data ?? []
  const next = steps.find(({ done }) => !done)
  if (!isShown || next === undefined) return null
  const done = steps.filter((step) => step.done).length
  return (
    <Card
      title={t('get-started.title')}
      lead={t('get-started.progress', { done, all: steps.length })}
      actions={
        <Button size="compact-sm" variant="subtle" onClick={() => setDismissed('dismissed')}>
          {t('get-started.dismiss')}
        </Button>
      }
    >
      <ol className={styles.steps} aria-label={t('get-started.title')}>
        {steps.map((step) => (
          <li key={step.step} data-done={step.done}>
            <span className={styles.mark} aria-hidden="true">
              {step.done && <Icon name="check" size={14} />}
            </span>
            <div>
              <strong>{t(`get-started.${step.step}`)}</strong>
              {step.done && <span className={styles.done}> {t('get-started.done')}</span>}
              {!step.done && <p>{t(`get-started.${step.step}.text`)}</p>}
            </div>
            {!step.done && <ToStep step={step} isNext={step === next} />}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function ToStep({ step, isNext }: { step: FirstStepView; isNext: boolean }): ReactNode {
  const { t } = useText()
  const link = linkOf(step)
  if (link === undefined) return null
  return (
    <Button
      size="compact-sm"
      variant={isNext ? 'filled' : 'default'}
      renderRoot={(props) => <Link {...link} {...props} />}
    >
      {t(`get-started.${step.step}.open`)}
    </Button>
  )
}

function linkOf({ step, brand, listing }: FirstStepView) {
  switch (step) {
    case 'add-brand':
      return linkOptions({ to: '/catalog/brands/new' })
    case 'claim-brand':
      return linkOptions({
        to: '/catalog/claims/new',
        search: brand === null ? {} : { brand },
      })
    case 'approve-claim':
      return linkOptions({ to: '/catalog/claims', search: {} })
    case 'import-listings':
      return linkOptions({ to: '/import' })
    case 'decide-finding':
      return listing === null
        ? undefined
        : linkOptions({ to: '/listings/$id', params: { id: listing } })
  }
}
