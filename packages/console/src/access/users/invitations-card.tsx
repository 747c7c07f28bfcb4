import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MemberRightsInput } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Failed, More, Refused, ShownOnce, useNow } from '../../components/index.ts'
import { PermissionsFields, PermissionsText } from './member-permissions.tsx'
import { useInvitations, type Invitation } from './queries.ts'

export function InvitationsCard(): ReactNode {
  const { t } = useText()
  const invitations = useInvitations()
  return (
    <Card title={t('invitations.title')} lead={t('invitations.description')}>
      <InviteForm />
      {invitations.isError && (
        <Failed error={invitations.error} retry={() => void invitations.refetch()} />
      )}
      {invitations.data && (
        <>
          <InvitationRows items={invitations.data.pages.flatMap(({ items }) => items)} />
          <More pages={invitations} />
        </>
      )}
    </Card>
  )
}

const analyst: MemberRightsInput = { roles: ['analyst'], brands: [], territories: [] }

function InviteForm(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [rights, setRights] = useState(analyst)
  const invite = useMutation({
    mutationFn: () => server.members.invite({ body: { email, ...rights } }),
    onSuccess: async () => {
      setEmail('')
      setRights(analyst)
      await queries.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    invite.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="start" mb="md">
        <TextInput
          label={t('field.email')}
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          w="100%"
          maw={340}
        />
        <PermissionsFields value={rights} onChange={setRights} />
        <Refused error={invite.error} />
        <Button type="submit" loading={invite.isPending} disabled={rights.roles.length === 0}>
          {t('invitations.submit')}
        </Button>
        {invite.data && (
          <ShownOnce
            label={t('invitations.link', { email: invite.data.invitation.email })}
            hint={t('invitations.link.hint')}
            secret={`${location.origin}/invitation#${invite.data.token}`}
          />
        )}
      </Stack>
    </form>
  )
}

function InvitationRows({ items }: { items: readonly Invitation[] }): ReactNode {
  const { t, day } = useText()
  const now = useNow()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: (id: string) => server.members.revokeInvitation({ params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['invitations'] }),
  })
  if (items.length === 0) return null
  return (
    <>
      <Refused error={revoke.error} />
      <Columns
        caption={t('invitations.title')}
        wide
        heads={[t('field.email'), t('users.roles'), t('invitations.state'), t('state.actions')]}
      >
        {items.map((invitation) => {
          const state = stateOf(invitation, now)
          return (
            <tr key={invitation.id}>
              <td>{invitation.email}</td>
              <td>
                <PermissionsText rights={invitation} />
              </td>
              <td className="short">
                {t(`invitations.${state}`, { day: day(invitation.expiresAt) })}
              </td>
              <td>
                {state === 'open' && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => revoke.mutate(invitation.id)}
                  >
                    {t('invitations.revoke')}
                  </Button>
                )}
              </td>
            </tr>
          )
        })}
      </Columns>
    </>
  )
}

function stateOf(
  { acceptedAt, revokedAt, expiresAt }: Invitation,
  now: number,
): 'accepted' | 'revoked' | 'expired' | 'open' {
  if (acceptedAt !== null) return 'accepted'
  if (revokedAt !== null) return 'revoked'
  return Date.parse(expiresAt) <= now ? 'expired' : 'open'
}
