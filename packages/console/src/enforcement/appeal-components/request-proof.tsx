import { Button, Checkbox, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { ProofKind } from '@touchstone/contract'
import { server, useBrandName } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FormEnd } from '../../components/index.ts'
import { proofKinds } from './appeal-terms.ts'
import { useBrandsOfListing } from './use-brands-of-listing.ts'

export type AskForProofProps = { listing: string; brand?: string }

/** Asks a listing's seller for proof, with a reason that the seller reads. */
export function RequestProof(props: AskForProofProps): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('proof-request.new')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('proof-request.new')}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <Form {...props} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  )
}

function Form({ listing, brand, onClose }: AskForProofProps & { onClose: () => void }) {
  const { t } = useText()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const brandName = useBrandName()
  const { brands: found } = useBrandsOfListing(listing)
  const brands = brand === undefined ? found : [...new Set([brand, ...found])]
  const [chosen, setChosen] = useState<string>()
  const of = chosen ?? brand ?? (brands.length === 1 ? brands[0] : undefined) ?? ''
  const [reason, setReason] = useState('')
  const [accepts, setAccepts] = useState<readonly ProofKind[]>(['invoice'])
  const [days, setDays] = useState('14')
  const request = useMutation({
    mutationFn: () =>
      server.proofRequests.create({
        body: {
          listing,
          brand: of,
          reason: reason.trim(),
          accepts: [...accepts],
          days: Number(days),
        },
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['proof requests'] })
      await navigate({ to: '/appeals/proof-requests/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    request.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('proof-request.new.text')}</p>
        <NativeSelect
          label={t('proof-request.brand')}
          description={brands.length === 0 ? t('proof-request.brand.none') : undefined}
          value={of}
          data={[
            ...(of === '' ? [{ value: '', label: t('proof-request.brand.choose') }] : []),
            ...brands.map((id) => ({ value: id, label: brandName(id) })),
          ]}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <Textarea
          label={t('proof-request.reason')}
          description={t('proof-request.reason.hint')}
          required
          withAsterisk={false}
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Checkbox.Group
          label={t('proof-request.accepted-proof')}
          value={[...accepts]}
          onChange={(next) => setAccepts(proofKinds.filter((one) => next.includes(one)))}
        >
          <Stack gap="xs" mt="xs">
            {proofKinds.map((one) => (
              <Checkbox key={one} value={one} label={t(`proof-kind.${one}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          label={t('proof-request.days')}
          inputMode="numeric"
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
        />
        <FormEnd
          error={request.error}
          isPending={request.isPending}
          ready={of !== '' && reason.trim() !== '' && accepts.length > 0}
          onLeave={onClose}
        >
          {t('proof-request.send')}
        </FormEnd>
      </Stack>
    </form>
  )
}
