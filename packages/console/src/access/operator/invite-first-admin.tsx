import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused, ShownOnce } from '../../components/index.ts'

/** The first admin of an organisation invites all other members. */
export function InviteFirstAdmin({ slug }: { slug: string }): ReactNode {
  const { t } = useText()
  const [opened, { open, close }] = useDisclosure()
  const title = t('first-admin.title', { slug })
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${t('first-admin.invite')}: ${slug}`}
        onClick={open}
      >
        {t('first-admin.invite')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <InviteForm slug={slug} />}
      </Modal>
    </>
  )
}

function InviteForm({ slug }: { slug: string }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const invite = useMutation({
    mutationFn: () => server.operator.inviteFirst({ params: { slug }, body: { email } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['installation', 'organisations'] }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    invite.mutate()
  }
  if (invite.data) {
    return (
      <ShownOnce
        label={t('invitations.link', { email: invite.data.invitation.email })}
        hint={t('invitations.link.hint')}
        secret={`${location.origin}/invitation#${invite.data.token}`}
      />
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>{t('first-admin.text')}</div>
        <TextInput
          label={t('field.email')}
          type="email"
          required
          withAsterisk={false}
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <Refused error={invite.error} />
        <Button type="submit" loading={invite.isPending}>
          {t('invitations.submit')}
        </Button>
      </Stack>
    </form>
  )
}
