import { NativeSelect } from '@mantine/core'
import type { ExplanationReason } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { usePortfolioAction } from './queries.ts'

const reasons = [
  'collector',
  'outlet',
  'wholesaler',
  'authorised',
  'wrong-comparison',
  'other',
] as const satisfies readonly ExplanationReason[]

const periods = [30, 90, 180, 365] as const

type ExplainButtonProps = {
  seller: string
  /** Name of the seller, for one button among several. */
  name: string
  onDone?: () => void
}

/** Records that a portfolio is explained: why, and until when. */
export function ExplainButton({ seller, name, onDone }: ExplainButtonProps): ReactNode {
  const { t, number } = useText()
  const action = usePortfolioAction(seller)
  const [reason, setReason] = useState<ExplanationReason>()
  const [days, setDays] = useState<number>(180)
  return (
    <ConfirmButton
      label={t('portfolio.explain')}
      of={name}
      title={t('portfolio.explain.title')}
      text={t('portfolio.explain.text')}
      reason={{ label: t('portfolio.note'), hint: t('portfolio.note.hint') }}
      ready={reason !== undefined}
      button={{ variant: 'default', size: 'compact-sm' }}
      run={async (note) => {
        if (reason === undefined) return
        const words = note === '' ? {} : { note }
        await action.mutateAsync({ type: 'explain', reason, days, ...words })
        onDone?.()
      }}
    >
      <NativeSelect
        label={t('portfolio.reason')}
        value={reason ?? ''}
        data={[
          { value: '', label: t('portfolio.reason.choose') },
          ...reasons.map((one) => ({ value: one, label: t(`portfolio-reason.${one}`) })),
        ]}
        onChange={({ currentTarget: { value } }) => setReason(reasons.find((one) => one === value))}
      />
      <NativeSelect
        label={t('portfolio.period')}
        value={String(days)}
        data={periods.map((count) => ({
          value: String(count),
          label: t('portfolio.days', { count, figure: number(count) }),
        }))}
        onChange={({ currentTarget: { value } }) => setDays(Number(value))}
      />
    </ConfirmButton>
  )
}

/** Returns the seller to the queue. */
export function WithdrawButton({ seller }: { seller: string }): ReactNode {
  const { t } = useText()
  const action = usePortfolioAction(seller)
  return (
    <ConfirmButton
      label={t('portfolio.withdraw')}
      title={t('portfolio.withdraw.title')}
      text={t('portfolio.withdraw.text')}
      button={{ variant: 'default', size: 'compact-sm' }}
      run={() => action.mutateAsync({ type: 'withdraw-explanation' })}
    />
  )
}
