import type { ReactNode } from 'react'
import { VisibleText } from '../../assessment/index.ts'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { Card, FactList, Moment } from '../../components/index.ts'
import { StatementReading, type Appeal } from '../appeal-components/index.ts'
import styles from './appeals.module.css'

/** The decision that an appeal is about: who decided, when and why, and the statement that the seller received. */
export function OriginalDecisionCard({ appeal }: { appeal: Appeal }): ReactNode {
  const { t, locale, list, day, word } = useText()
  const nameOf = useNameOf()
  const { restriction } = appeal
  if (restriction === null) {
    return (
      <Card title={t('appeal.original')}>
        <p className={styles.fine}>{t('appeal.original.gone')}</p>
      </Card>
    )
  }
  const { decidedAt, decidedBy, ground, right, facts, statement, readings } = restriction
  const { measures, territory, startsOn, endsOn } = restriction
  const from = startsOn === null ? undefined : day(startsOn)
  return (
    <Card title={t('appeal.original')}>
      <FactList
        facts={[
          [t('appeal.original.decided'), <Moment key="d" at={decidedAt} />],
          [
            t('appeal.original.by'),
            decidedBy === null ? t('appeal.original.by.none') : nameOf(decidedBy),
          ],
          [
            t('appeal.original.measures'),
            measures.length === 0
              ? undefined
              : list(measures.map((code) => word(`measure.${code}`) ?? code).toSorted()),
          ],
          [
            t('appeal.original.territory'),
            territory.length === 0
              ? undefined
              : list(territory.map((code) => regionName(locale, code))),
          ],
          [
            t('appeal.original.period'),
            from === undefined
              ? undefined
              : endsOn === null
                ? t('appeal.original.from', { from })
                : t('appeal.original.from-to', { from, to: day(endsOn) }),
          ],
          [
            t('appeal.original.ground'),
            ground === null ? undefined : (word(`notice-ground.${ground}`) ?? ground),
          ],
          [t('appeal.original.right'), right ?? undefined],
          [
            t('appeal.original.facts'),
            facts === null ? undefined : <VisibleText key="f" text={facts} />,
          ],
        ]}
      />
      {statement === null ? (
        <p className={styles.fine}>{t('appeal.original.statement.none')}</p>
      ) : (
        <details className={styles.why} open>
          <summary>{t('appeal.original.statement')}</summary>
          <div
            className={`${styles.sent} stranger`}
            tabIndex={0}
            role="group"
            aria-label={t('appeal.original.statement')}
            dir="auto"
          >
            <VisibleText text={statement} />
          </div>
          {readings !== null && <StatementReading text={statement} readings={readings} />}
        </details>
      )}
    </Card>
  )
}
