import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, csvTable, saveText } from '../../components/index.ts'
import styles from './insight.module.css'

/** A table as text, for its download and for those to whom the chart says nothing. */
export type PlainTable = { heads: readonly string[]; rows: readonly (readonly string[])[] }

export type FigureCardProps = {
  title: string
  /** What is counted, over which period, and what is left out. */
  definition: ReactNode
  isEmpty: boolean
  empty: string
  summary: ReactNode
  /** Undefined where nothing can be drawn: the table is shown alone. */
  chart: ReactNode
  table: ReactNode
  plain: PlainTable
  fileName: string
}

/** A figure with its definition, its numbers, and a chart that can be read as a table. */
export function FigureCard(props: FigureCardProps): ReactNode {
  const { t } = useText()
  const [isTable, setTable] = useState(false)
  const { title, definition, isEmpty, empty, summary, chart, table, plain, fileName } = props
  return (
    <Card
      title={title}
      lead={definition}
      actions={
        !isEmpty && (
          <div className={styles.cardActions}>
            {chart !== undefined && (
              <Button size="compact-sm" variant="subtle" onClick={() => setTable(!isTable)}>
                {t(isTable ? 'insight.as-chart' : 'insight.as-table')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() =>
                saveText(csvTable([plain.heads, ...plain.rows]), `${fileName}.csv`, 'text/csv')
              }
            >
              {t('insight.csv')}
            </Button>
          </div>
        )
      }
    >
      {isEmpty ? (
        <p className={styles.none}>{empty}</p>
      ) : (
        <>
          {summary}
          {isTable || chart === undefined ? (
            table
          ) : (
            <>
              {chart}
              <PlainCopy caption={title} table={plain} />
            </>
          )}
        </>
      )}
    </Card>
  )
}

function PlainCopy({ caption, table }: { caption: string; table: PlainTable }): ReactNode {
  return (
    // Around the table, since a table is never narrower than its words.
    <div className="only-read-aloud">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name = '', ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, place) => (
                <td key={place}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
