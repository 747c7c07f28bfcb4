import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Icon } from '../../components/index.ts'
import { stepsNeedingYou } from './beside-steps.ts'
import type { FirstSteps } from './first-steps.ts'
import styles from './get-started.module.css'
import { StepLinks } from './step-links.tsx'

/** The first steps of an organisation, ticked by what is stored. */
export function GetStarted({ steps, dismiss }: Omit<FirstSteps, 'isLoading'>): ReactNode {
  const { t } = useText()
  const next = steps.find((step) => !step.done)
  if (next === undefined) return null
  const doneCount = steps.filter((step) => step.done).length
  return (
    <div className={styles.card}>
      <Card
        title={t('get-started.title')}
        lead={t('get-started.purpose')}
        actions={
          <Button size="compact-sm" variant="subtle" onClick={dismiss}>
            {t('get-started.dismiss')}
          </Button>
        }
      >
        <p className={styles.progress}>
          {t('get-started.progress', {
            done: doneCount,
            all: steps.length,
            yours: stepsNeedingYou(steps),
          })}
        </p>
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
              {!step.done && <StepLinks step={step} isNext={step === next} />}
            </li>
          ))}
        </ol>
      </Card>
    </div>
  )
}
