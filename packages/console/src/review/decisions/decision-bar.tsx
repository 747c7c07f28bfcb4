import { Button, NativeSelect, Textarea } from '@mantine/core'
import type { DecisionVerdict } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { DecisionButtons, DecisionMark, Icon } from '../../components/index.ts'
import styles from './decision-bar.module.css'
import { useRules } from './proposal-queries.ts'
import { reasonOf, reasons, type DecisionDetails } from './decision-reasons.ts'

export type DecisionBarProps = {
  current: DecisionVerdict | undefined
  said: DecisionDetails
  onSay: (message: DecisionDetails) => void
  onDecide: (verdict: DecisionVerdict) => void
}

/** The five decisions with their keys, and optional reason and note. */
export function DecisionBar({ current, said, onSay, onDecide }: DecisionBarProps): ReactNode {
  const { t, list } = useText()
  const [open, setOpen] = useState(said.reason !== undefined || said.note !== undefined)
  const rights = permissionsOf(useMember())
  const needed = useRules().data?.secondPerson ?? []
  if (!rights.decide) {
    return (
      <div className={styles.bar}>
        <p className={styles.denied}>
          <Icon name="lock" size={16} />
          {t('decide.denied')}
        </p>
      </div>
    )
  }
  return (
    <section className={styles.bar} aria-label={t('decide.title')}>
      <div className={styles.state}>
        {current ? (
          <DecisionMark verdict={current} />
        ) : (
          <span title={t('decide.effect')}>{t('decide.pending')}</span>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t('decide.more')}
        </Button>
      </div>
      {needed.length > 0 && (
        <p className={styles.second}>
          {t('decide.needs-approval', {
            decisions: list(needed.map((verdict) => t(`decision.${verdict}`))),
          })}
        </p>
      )}
      {open && (
        <div className={styles.more}>
          <NativeSelect
            size="xs"
            label={t('decide.reason')}
            value={said.reason ?? ''}
            data={[
              { value: '', label: t('decide.reason.none') },
              ...reasons.map((value) => ({ value, label: t(`decision-reason.${value}`) })),
            ]}
            onChange={({ currentTarget: { value } }) => {
              const reason = reasonOf(value)
              onSay({ ...(reason && { reason }), ...(said.note && { note: said.note }) })
            }}
          />
          <Textarea
            size="xs"
            label={t('decide.note')}
            placeholder={t('decide.note.hint')}
            autosize
            minRows={1}
            maxRows={5}
            maxLength={10_000}
            value={said.note ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onSay({
                ...(said.reason && { reason: said.reason }),
                ...(value !== '' && { note: value }),
              })
            }
          />
        </div>
      )}
      <DecisionButtons chosen={current} onChoose={onDecide} />
    </section>
  )
}
