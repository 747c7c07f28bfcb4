import { Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { FormEvent, ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Denied,
  DraftRestored,
  Page,
  Refused,
  SubmitButton,
  useKeptDraft,
} from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { requestsKey } from './queries.ts'
import { ReferralTabs } from './referral-tabs.tsx'

const route = getRouteApi('/member/dossiers/requests/new')

/** Requests information of an organisation by an order, as an authority. */
export function NewInformationRequestPage(): ReactNode {
  const { t } = useText()
  const { referral } = route.useSearch()
  const { requestInformation } = permissionsOf(useMember())
  return (
    <Page
      title={t('information-request.new')}
      lead={t('information-request.new.description')}
      narrow
    >
      <ReferralTabs here="requests" />
      {requestInformation ? (
        <Form referral={referral} />
      ) : (
        <Denied>{t('information-request.denied')}</Denied>
      )}
    </Page>
  )
}

const none = { addressee: '', order: '', basis: '', items: '', respondBy: '' }

function Form({ referral }: { referral: string | undefined }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { person } = useMember()
  const draft = useKeptDraft(
    { author: person.id, about: `new information request ${referral ?? ''}` },
    none,
  )
  const given = draft.value
  const items = given.items
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const open = useMutation({
    mutationFn: () =>
      server.informationRequests.open({
        body: {
          addressee: given.addressee.trim(),
          order: given.order,
          basis: given.basis,
          items,
          ...(referral !== undefined && { referral }),
          ...(given.respondBy !== '' && { respondBy: given.respondBy }),
        },
      }),
    onSuccess: async ({ id }) => {
      draft.clear()
      await queries.invalidateQueries({ queryKey: requestsKey })
      await navigate({ to: '/dossiers/requests/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    open.mutate()
  }
  const text = (field: keyof typeof none) => ({
    label: t(`information-request.${field}`),
    value: given[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      draft.setValue({ ...given, [field]: currentTarget.value }),
  })
  const missing = (['addressee', 'order', 'basis', 'items'] as const)
    .filter((field) => given[field].trim() === '')
    .map((field) => t(`information-request.${field}`))
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack gap="md">
          <DraftRestored draft={draft} />
          <TextInput
            {...text('addressee')}
            description={t('dossier.recipient.organisation.hint')}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={63}
          />
          <TextInput
            {...text('order')}
            description={t('information-request.order.hint')}
            maxLength={300}
          />
          <Textarea
            {...text('basis')}
            description={t('information-request.basis.hint')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
          />
          <Textarea
            {...text('items')}
            description={t('information-request.items.hint')}
            autosize
            minRows={3}
            maxRows={16}
          />
          <TextInput {...text('respondBy')} type="date" />
          <Refused error={open.error} />
          <SubmitButton isPending={open.isPending} missing={missing}>
            {t('information-request.open')}
          </SubmitButton>
        </Stack>
      </form>
    </Card>
  )
}
