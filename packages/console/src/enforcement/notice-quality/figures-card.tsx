import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Empty, StateMark, QueryStatus } from '../../components/index.ts'
import styles from './notice-quality.module.css'
import { line, type NoticeQualityGroup } from './figure-groups.ts'
import { useNameOfKey } from './group-names.ts'
import { useFigures, type Row } from './queries.ts'
import { ShareBar } from './share-bar.tsx'

const sides = ['sent', 'received', 'own'] as const satisfies Row['side'][]

/** Quality of sent and received notices and of restrictions, one row for each member of the group. */
export function FiguresCards({ by }: { by: NoticeQualityGroup }): ReactNode {
  const { t, day } = useText()
  const figures = useFigures(by)
  if (!figures.isSuccess) return <QueryStatus query={figures} />
  const { items, from, to, incomplete, more } = figures.data
  return (
    <>
      <p className={styles.period}>
        {t('notice-quality.period', { from: day(from), to: day(to) })}
        {incomplete && <strong> {t('notice-quality.incomplete')}</strong>}
      </p>
      {items.length === 0 && (
        <Empty title={t('notice-quality.empty')}>{t('notice-quality.empty.text')}</Empty>
      )}
      {sides.map((side) => {
        const rows = items.filter((row) => row.side === side)
        return rows.length > 0 && <SideCard key={side} side={side} by={by} rows={rows} />
      })}
      {more && <p className={styles.fine}>{t('notice-quality.more')}</p>}
    </>
  )
}

type SideProps = { side: Row['side']; by: NoticeQualityGroup; rows: readonly Row[] }

function SideCard({ side, by, rows }: SideProps): ReactNode {
  const { t } = useText()
  return (
    <Card
      title={t(`notice-quality.side.${side}`)}
      lead={t(`notice-quality.side.${side}.description`)}
    >
      <Columns
        wide
        caption={t(`notice-quality.side.${side}`)}
        heads={[
          t(`notice-quality.by.${by}`),
          t('notice-quality.decided'),
          t('notice-quality.success'),
          t('notice-quality.overturned'),
          t('notice-quality.reinstatement'),
          t('notice-quality.threshold'),
        ]}
      >
        {rows.map((row) => (
          <OneRow key={row.key} by={by} row={row} />
        ))}
      </Columns>
    </Card>
  )
}

function OneRow({ by, row }: { by: NoticeQualityGroup; row: Row }): ReactNode {
  const { t, number } = useText()
  const nameOf = useNameOfKey()
  const { notices, decided, upheld, success, overturned, medianReinstatementHours: hours } = row
  return (
    <tr>
      <th scope="row" className={`${styles.name} stranger`}>
        {nameOf(by, row)}
      </th>
      <td>
        {number(decided)}
        <span className={styles.under}>
          {t('notice-quality.notices', { count: notices, shown: number(notices) })}
        </span>
      </td>
      <td>
        {success === null ? (
          '–'
        ) : (
          <ShareBar
            share={success}
            name={t('notice-quality.success')}
            line={line.success}
            kept="above"
          />
        )}
      </td>
      <td>
        {overturned === null ? (
          '–'
        ) : (
          <ShareBar
            share={overturned}
            name={t('notice-quality.overturned')}
            line={line.upheld}
            kept="below"
          />
        )}
      </td>
      <td>
        {hours === null
          ? '–'
          : hours < 48
            ? t('notice-quality.hours', { count: number(Math.round(hours)) })
            : t('notice-quality.days', { count: number(Math.round(hours / 24)) })}
        {upheld > 0 && (
          <span className={styles.under}>
            {t('notice-quality.upheld', { count: number(upheld) })}
          </span>
        )}
      </td>
      <td>
        <LineMark row={row} />
      </td>
    </tr>
  )
}

const tones = {
  kept: 'good',
  over: 'waiting',
  'surely-over': 'bad',
  'too-few': 'plain',
} satisfies Record<Row['line'], 'good' | 'waiting' | 'bad' | 'plain'>

function LineMark({ row: { line: where, state } }: { row: Row }): ReactNode {
  const { t } = useText()
  if (state === 'safeguarded')
    return <StateMark tone="bad">{t('notice-quality.state.safeguarded')}</StateMark>
  if (state === 'warned') {
    return <StateMark tone="waiting">{t('notice-quality.state.warned')}</StateMark>
  }
  return <StateMark tone={tones[where]}>{t(`notice-quality.threshold.${where}`)}</StateMark>
}
