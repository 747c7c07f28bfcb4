import { Modal, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { NoticeGround } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { FormEnd, QueryStatus } from '../../components/index.ts'
import { claimRight } from './claim-right.ts'
import { GroundField } from './ground-field.tsx'
import { newestCaptures, useListingsToName, useStandingClaims } from './notice-queries.ts'

export type WriteNoticeProps = {
  kase: { id: string; brands: readonly string[] }
  /** The selected listings; if none, all visible listings of the case. */
  picked: readonly string[]
  opened: boolean
  onClose: () => void
}

/** Starts a draft notice about listings of a case; the draft asks for the rest. */
export function WriteNotice({ opened, onClose, ...rest }: WriteNoticeProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('notice.write')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {opened && <Form onClose={onClose} {...rest} />}
    </Modal>
  )
}

/** Most listings that one notice may name. */
const mostListings = 200

function Form({ kase, picked, onClose }: Omit<WriteNoticeProps, 'opened'>): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { person, organisation } = useMember()
  const rights = permissionsOf(useMember())
  const claims = useStandingClaims()
  const listings = useListingsToName(kase.id)
  const [ground, setGround] = useState<NoticeGround>('counterfeit')
  const [chosen, setChosen] = useState('')
  const all = claims.data?.filter((one) => one.organisation === organisation.slug) ?? []
  const fitting = all.filter(({ kind }) => (kind === 'work') === (ground === 'copyright'))
  const ofCase = fitting.find(({ brand }) => kase.brands.includes(brand))
  const claim = chosen === '' ? ((ofCase ?? fitting[0] ?? all[0])?.id ?? '') : chosen
  const visible = (listings.data ?? [])
    .filter(({ inSight }) => inSight)
    .map(({ listing }) => listing)
  const named = (picked.length > 0 ? picked : visible).slice(0, mostListings)
  const draft = useMutation({
    mutationFn: async () => {
      const captures = await newestCaptures(kase.id)
      return server.notices.draft({
        body: {
          case: kase.id,
          ground,
          claim,
          contact: person.email,
          items: named.map((listing) => {
            const capture = captures.get(listing)
            return { listing, ...(capture !== undefined && { capture }) }
          }),
        },
      })
    },
    onSuccess: async ({ id }) => {
      await navigate({ to: '/notices/$id', params: { id }, search: { edit: true } })
      await queries.invalidateQueries({ queryKey: ['notices'] })
      await queries.invalidateQueries({ queryKey: ['case', kase.id, 'course'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    draft.mutate()
  }
  if (!claims.isSuccess) return <QueryStatus query={claims} />
  if (!listings.isSuccess) return <QueryStatus query={listings} />
  if (all.length === 0) {
    return (
      <Stack gap="md">
        <p>{t('notice.write.no-claim')}</p>
        {rights.claimBrands && <Link to="/catalog/claims">{t('notice.write.open-claims')}</Link>}
      </Stack>
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p>{t('notice.write.text', { count: named.length })}</p>
        <GroundField value={ground} onChange={setGround} />
        <NativeSelect
          label={t('notice.claim')}
          value={claim}
          data={all.map((one) => ({
            value: one.id,
            label: `${one.brand} · ${claimRight(one)}`,
          }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <FormEnd
          error={draft.error}
          isPending={draft.isPending}
          ready={named.length > 0}
          onLeave={onClose}
        >
          {t('notice.write.start')}
        </FormEnd>
      </Stack>
    </form>
  )
}
