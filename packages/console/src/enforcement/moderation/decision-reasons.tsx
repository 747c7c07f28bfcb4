import { Checkbox, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useSignedIn } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import { DraftRestored, FormEnd, useKeptDraft } from '../../components/index.ts'
import type { ItemReview, ReceivedItem } from './queries.ts'
import { triageOf } from './review-decision.ts'
import { useItemActions } from './use-item-actions.ts'

export type ReasonedOutcome = 'no-action' | 'already-gone'

export function reasonsDraftName(outcome: string, notice: string, position: number): string {
  return `${outcome} ${notice} ${position}`
}

export type DecisionReasonsProps = {
  asked: ReasonedOutcome | 'ask' | undefined
  notice: string
  item: ReceivedItem
  review: ItemReview
  onClose: () => void
  onDecide: (outcome: ReasonedOutcome, reasons: string, byAssessment: boolean) => void
}

/** The words that a decision without a statement, or a question to the notifier, needs. */
export function DecisionReasons({ asked, onClose, ...props }: DecisionReasonsProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={asked !== undefined}
      onClose={onClose}
      title={asked && t(`item-review.${asked}`)}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {asked && <ReasonsForm key={asked} asked={asked} onClose={onClose} {...props} />}
    </Modal>
  )
}

type FormProps = DecisionReasonsProps & { asked: ReasonedOutcome | 'ask' }

function ReasonsForm({ asked, notice, item, review, onClose, onDecide }: FormProps): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  const actions = useItemActions(notice, item.position)
  const draft = useKeptDraft(
    { author: person.id, about: reasonsDraftName(asked, notice, item.position) },
    { words: asked === 'already-gone' ? t('item-review.already-gone.reasons') : '' },
  )
  const [byAssessment, setBy] = useState(false)
  const words = draft.value.words.trim()
  const send = useMutation({
    mutationFn: async () => {
      if (asked !== 'ask') onDecide(asked, words, byAssessment)
      else {
        await ask()
        draft.clear()
      }
      onClose()
    },
  })
  const ask = async (): Promise<void> => {
    const triage = triageOf(review, 'unclear', words)
    if (triage !== undefined) await actions.run({ type: 'triage', ...triage })
    if (review.state === 'received' || review.state === 'triaged') {
      await actions.run({ type: 'start-review' })
    }
    await actions.run({ type: 'request-information', question: words })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <DraftRestored draft={draft} />
        <Textarea
          data-autofocus
          label={t(asked === 'ask' ? 'moderation-field.question' : 'moderation-field.reasons')}
          description={t('moderation-field.reasons.hint')}
          required
          withAsterisk={false}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={asked === 'ask' ? 2000 : 5000}
          value={draft.value.words}
          onChange={({ currentTarget }) => draft.setValue({ words: currentTarget.value })}
        />
        {asked !== 'ask' && (
          <Checkbox
            label={t('moderation-field.byAssessment')}
            description={t('moderation-field.byAssessment.hint')}
            checked={byAssessment}
            onChange={({ currentTarget }) => setBy(currentTarget.checked)}
          />
        )}
        <FormEnd
          error={send.error}
          isPending={send.isPending}
          ready={words !== ''}
          onLeave={onClose}
        >
          {t(`item-review.${asked}`)}
        </FormEnd>
      </Stack>
    </form>
  )
}
