import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MemberRightsInput } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../session/index.ts'
import { Card, Columns, Moment, More, Page, Refused, QueryStatus } from '../../components/index.ts'
import { InvitationsCard } from './invitations-card.tsx'
import { PermissionsFields, PermissionsText } from './member-permissions.tsx'
import { useColleagues, type Colleague } from './queries.ts'
import { TwoFactorCard } from './two-factor-card.tsx'

export function UsersPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('users.title')} lead={rights.manageMembers ? undefined : t('users.read-only')}>
      <ColleaguesCard />
      {rights.manageMembers && <InvitationsCard />}
      {rights.manageOrganisation && <TwoFactorCard />}
    </Page>
  )
}

function ColleaguesCard(): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  const rights = permissionsOf(useMember())
  const colleagues = useColleagues()
  const [changed, setChanged] = useState<Colleague>()
  if (!colleagues.isSuccess) return <QueryStatus query={colleagues} />
  const items = colleagues.data.pages.flatMap((page) => page.items)
  const isNarrowed = items.some(({ brands, territories }) => brands.length + territories.length > 0)
  const heads = [t('field.name'), t('field.email'), t('users.roles'), t('users.since')]
  return (
    <Card title={t('users.members')} {...(isNarrowed && { lead: t('users.territories.hint') })}>
      <Columns
        caption={t('users.members')}
        wide
        heads={rights.manageMembers ? [...heads, t('state.actions')] : heads}
      >
        {items.map((colleague) => (
          <tr key={colleague.id}>
            <td>{colleague.name}</td>
            <td>{colleague.email}</td>
            <td>
              <PermissionsText rights={colleague} />
            </td>
            <td>
              <Moment at={colleague.since} only="day" />
            </td>
            {rights.manageMembers && (
              <td>
                {colleague.id !== person.id && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t('users.change-of', { name: colleague.name })}
                    onClick={() => setChanged(colleague)}
                  >
                    {t('users.change')}
                  </Button>
                )}
              </td>
            )}
          </tr>
        ))}
      </Columns>
      <More pages={colleagues} />
      <Modal
        opened={changed !== undefined}
        onClose={() => setChanged(undefined)}
        title={changed?.name}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {changed && <ChangeForm colleague={changed} onDone={() => setChanged(undefined)} />}
      </Modal>
    </Card>
  )
}

type ChangeFormProps = { colleague: Colleague; onDone: () => void }

function ChangeForm({ colleague, onDone }: ChangeFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [rights, setRights] = useState<MemberRightsInput>(() => {
    const { roles, brands, territories } = colleague
    return { roles, brands, territories }
  })
  const params = { id: colleague.id }
  const onSuccess = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['members'] })
    onDone()
  }
  const change = useMutation({
    mutationFn: () => server.members.change({ params, body: rights }),
    onSuccess,
  })
  const remove = useMutation({ mutationFn: () => server.members.remove({ params }), onSuccess })
  return (
    <Stack gap="md">
      <PermissionsFields value={rights} onChange={setRights} />
      <Text size="xs" c="dimmed">
        {t('users.remove')}: {t('users.remove.hint')}
      </Text>
      <Refused error={change.error ?? remove.error} />
      <Group justify="space-between">
        <Button
          disabled={rights.roles.length === 0}
          loading={change.isPending}
          onClick={() => change.mutate()}
        >
          {t('state.save')}
        </Button>
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t('users.remove')}
        </Button>
      </Group>
    </Stack>
  )
}
