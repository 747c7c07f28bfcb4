import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns } from '../../components/index.ts'
import { IntervalFigure } from './interval-figure.tsx'
import styles from './results-page.module.css'
import type { Figure } from './queries.ts'

export type MeasuresCardProps = {
  title: string
  lead: string
  /** Heading of the first column. */
  head: string
  rows: readonly {
    name: string
    precision: Figure
    recall: Figure
    settled: number
    counterfeits?: number
  }[]
}

/** Precision and recall, one row for each group. */
export function MeasuresCard({ title, lead, head, rows }: MeasuresCardProps): ReactNode {
  const { t, number } = useText()
  return (
    <Card title={title} lead={lead}>
      {rows.length === 0 ? (
        <p className={styles.fine}>{t('blind-audit.none-settled')}</p>
      ) : (
        <Columns
          wide
          caption={title}
          heads={[
            head,
            t('blind-audit.precision'),
            t('blind-audit.recall'),
            t('blind-audit.based-on'),
          ]}
        >
          {rows.map(({ name, precision, recall, settled, counterfeits }) => (
            <tr key={name}>
              <th scope="row" className={`${styles.name} stranger`}>
                {name}
              </th>
              <td>
                <IntervalFigure figure={precision} name={t('blind-audit.precision')} />
              </td>
              <td>
                <IntervalFigure figure={recall} name={t('blind-audit.recall')} />
              </td>
              <td className={styles.fine}>
                {counterfeits === undefined
                  ? number(settled)
                  : t('blind-audit.based-on.listings', {
                      settled,
                      counterfeits,
                    })}
              </td>
            </tr>
          ))}
        </Columns>
      )}
    </Card>
  )
}
