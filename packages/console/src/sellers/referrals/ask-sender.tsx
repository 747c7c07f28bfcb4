import { Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useMember } from '../../access/session/index.ts'
import { DraftRestored, FormEnd, useKeptDraft } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useReadAgain, type ReferralDetailView } from './queries.ts'
import styles from './referrals.module.css'

type AskSenderProps = {
  referral: ReferralDetailView
  items: readonly string[]
  opened: boolean
  onClose: () => void
  onAsked: () => void
}

/** A question to the sender about the marked items, or the whole dossier. */
export function AskSender(props: AskSenderProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={t('dossier.ask')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {props.opened && <Form {...props} />}
    </Modal>
  )
}

function Form({ referral: { id, sender }, items, onClose, onAsked }: AskSenderProps): ReactNode {
  const { t, list } = useText()
  const { person } = useMember()
  const readAgain = useReadAgain(id)
  const draft = useKeptDraft({ author: person.id, about: `question ${id}` }, { text: '' })
  const { text } = draft.value
  const ask = useMutation({
    mutationFn: () =>
      server.referralQuestions.ask({ params: { id }, body: { items: [...items], text } }),
    onSuccess: async () => {
      draft.clear()
      onAsked()
      onClose()
      await readAgain()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className={styles.fine}>
          {items.length === 0
            ? t('dossier.ask.whole', { sender })
            : t('dossier.ask.items', { sender, items: list(items.slice(0, 20)) })}
        </p>
        <DraftRestored draft={draft} />
        <Textarea
          label={t('dossier.question')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4000}
          data-autofocus
          value={text}
          onChange={({ currentTarget }) => draft.setValue({ text: currentTarget.value })}
        />
        <FormEnd
          error={ask.error}
          isPending={ask.isPending}
          ready={text.trim() !== ''}
          onLeave={onClose}
        >
          {t('dossier.ask.send')}
        </FormEnd>
      </Stack>
    </form>
  )
}
