import { Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'

/** The page to capture, as far as known in advance. */
export type CaptureRequest = {
  url?: string | undefined
  also?: readonly string[]
  listing?: string
  reason?: string
}

export type AskCaptureProps = {
  /** Undefined while the dialog is closed. */
  wish: CaptureRequest | undefined
  onClose: () => void
  onAsked?: (id: string) => void
}

/** Requests a capture; the reason becomes part of the evidence. */
export function RequestCapture({ wish, onClose, onAsked }: AskCaptureProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={wish !== undefined}
      onClose={onClose}
      title={t('captures.request')}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {wish && <Form wish={wish} onClose={onClose} {...(onAsked && { onAsked })} />}
    </Modal>
  )
}

type FormProps = Omit<AskCaptureProps, 'wish'> & { wish: CaptureRequest }

function Form({ wish, onClose, onAsked }: FormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [url, setUrl] = useState(wish.url ?? '')
  const [also, setAlso] = useState((wish.also ?? []).join('\n'))
  const [reason, setReason] = useState(wish.reason ?? '')
  const others = also.split(/\s+/).filter((one) => one !== '')
  const ask = useMutation({
    mutationFn: () =>
      server.evidence.request({
        body: {
          url: url.trim(),
          also: others,
          reason: reason.trim(),
          ...(wish.listing !== undefined && { listing: wish.listing }),
        },
      }),
    onSuccess: async ({ id }) => {
      onClose()
      onAsked?.(id)
      await queries.invalidateQueries({ queryKey: ['captures'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('capture.request.text')}</p>
        <TextInput
          label={t('capture.address')}
          type="url"
          required
          withAsterisk={false}
          maxLength={2000}
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <Textarea
          label={t('capture.other-addresses')}
          description={t('capture.other-addresses.hint')}
          autosize
          minRows={1}
          maxRows={6}
          value={also}
          onChange={({ currentTarget }) => setAlso(currentTarget.value)}
        />
        <Textarea
          label={t('capture.reason')}
          description={t('capture.reason.hint')}
          required
          withAsterisk={false}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <FormEnd
          error={ask.error}
          isPending={ask.isPending}
          ready={url.trim() !== '' && reason.trim() !== ''}
          onLeave={onClose}
        >
          {t('captures.request')}
        </FormEnd>
      </Stack>
    </form>
  )
}
