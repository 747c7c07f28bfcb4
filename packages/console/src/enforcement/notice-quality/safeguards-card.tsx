import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Card, Columns, Moment, StateMark, Paged } from '../../components/index.ts'
import styles from './notice-quality.module.css'
import { useNameOfKey } from './group-names.ts'
import { useSafeguards, type Mark } from './queries.ts'

const tones = { warned: 'waiting', safeguarded: 'bad', kept: 'good', lifted: 'plain' } as const

/** Warnings and safeguards that followed from the figures, and people's responses. */
export function SafeguardsCard({ isSeen }: { isSeen: boolean }): ReactNode {
  const { t } = useText()
  const marks = useSafeguards(isSeen)
  if (!isSeen) return null
  return (
    <Card title={t('notice-quality.safeguards')} lead={t('notice-quality.safeguards.description')}>
      <Paged
        pages={marks}
        empty={<p className={styles.fine}>{t('notice-quality.safeguards.none')}</p>}
      >
        {(items) => (
          <Columns
            wide
            caption={t('notice-quality.safeguards')}
            heads={[
              t('notice-quality.subject'),
              t('notice-quality.state'),
              t('notice-quality.warned-on'),
              t('notice-quality.safeguard-since'),
              t('notice-quality.ended-on'),
              t('state.actions'),
            ]}
          >
            {items.map((mark) => (
              <OneMark key={mark.id} mark={mark} />
            ))}
          </Columns>
        )}
      </Paged>
    </Card>
  )
}

function OneMark({ mark }: { mark: Mark }): ReactNode {
  const { t, number } = useText()
  const nameOfKey = useNameOfKey()
  const nameOf = useNameOf()
  const queries = useQueryClient()
  const name = nameOfKey(mark.about, { key: mark.subject, name: mark.name })
  const counted = ({ upheld, succeeded, decided }: Mark['warnedFigures']): string =>
    t('notice-quality.counts', {
      upheld: number(upheld),
      succeeded: number(succeeded),
      decided: number(decided),
    })
  const { safeguardedAt, safeguardedFigures, endedAt, endedBy, reason } = mark
  return (
    <tr>
      <th scope="row" className={`${styles.name} stranger`}>
        {name}
        <span className={styles.under}>
          {mark.own
            ? t(`notice-quality.side.${mark.side}`)
            : t('notice-quality.reported-by-marketplace')}
        </span>
      </th>
      <td>
        <StateMark tone={tones[mark.state]}>{t(`notice-quality.state.${mark.state}`)}</StateMark>
      </td>
      <td>
        <Moment at={mark.warnedAt} only="day" />
        <span className={styles.under}>{counted(mark.warnedFigures)}</span>
      </td>
      <td>
        {safeguardedAt === null || safeguardedFigures === null ? (
          '–'
        ) : (
          <>
            <Moment at={safeguardedAt} only="day" />
            <span className={styles.under}>{counted(safeguardedFigures)}</span>
          </>
        )}
      </td>
      <td>
        {endedAt === null ? '–' : <Moment at={endedAt} only="day" />}
        {endedBy !== null && <span className={styles.under}>{nameOf(endedBy)}</span>}
        {reason !== null && <span className={`${styles.under} stranger`}>{reason}</span>}
      </td>
      <td>
        {mark.mayLift && (
          <ConfirmButton
            label={t('notice-quality.lift')}
            of={name}
            title={t('notice-quality.lift.title')}
            text={t(`notice-quality.lift.${mark.side}`)}
            reason={{ label: t('notice-quality.lift.reason'), required: true }}
            run={async (input) => {
              const params = { id: mark.id }
              await server.noticeQuality.act({
                params,
                body: { action: { type: 'lift', reason: input } },
              })
              await queries.invalidateQueries({ queryKey: ['noticeQuality'] })
            }}
            button={{ variant: 'default', size: 'compact-xs' }}
          />
        )}
      </td>
    </tr>
  )
}
