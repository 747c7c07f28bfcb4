import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import type { CaseAction } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { caseEndings } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'
import type { MovePrompt } from './board-moves.ts'
import { endOf, later } from './days.ts'

export type MoveFormProps = {
  asks: MovePrompt
  isPending: boolean
  error: unknown
  onClose: () => void
  onActs: (acts: readonly CaseAction[]) => void
}

/** The input that moving a card needs. */
export function MoveForm({ asks, isPending, error, onClose, onActs }: MoveFormProps): ReactNode {
  const { t } = useText()
  const [day, setDay] = useState(later(7))
  const [outcome, setOutcome] = useState<(typeof caseEndings)[number]>('enforced')
  const [words, setWords] = useState('')
  const reason = words.trim()
  const until = endOf(day)
  const acts: Record<MovePrompt, CaseAction | undefined> = {
    snooze: until === undefined ? undefined : { type: 'snooze', until },
    close: { type: 'close', outcome, ...(reason !== '' && { reason }) },
    reopen: reason === '' ? undefined : { type: 'reopen', reason },
  }
  const action = acts[asks]
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (action) onActs([action])
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t(`case.${asks}.text`)}</p>
        {asks === 'snooze' && (
          <TextInput
            type="date"
            label={t('case.snoozed-until')}
            min={later(0)}
            value={day}
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
        )}
        {asks === 'close' && (
          <NativeSelect
            label={t('case.outcome')}
            value={outcome}
            data={caseEndings.map((value) => ({ value, label: t(`case-outcome.${value}`) }))}
            onChange={({ currentTarget: { value } }) =>
              setOutcome(caseEndings.find((one) => one === value) ?? 'enforced')
            }
          />
        )}
        {asks !== 'snooze' && (
          <Textarea
            label={t('case.reason')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
        <FormEnd error={error} isPending={isPending} ready={action !== undefined} onLeave={onClose}>
          {t(`case.${asks}`).replace('…', '')}
        </FormEnd>
      </Stack>
    </form>
  )
}
