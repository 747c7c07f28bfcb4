import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OrganisationKind } from '@touchstone/contract'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Refused } from '../../components/index.ts'
import type { InstalledOrganisation } from './queries.ts'

const kinds = [
  'rights-holder',
  'marketplace',
  'authority',
  'counsel',
  'payment-provider',
  'host',
] satisfies OrganisationKind[]

export type NewOrganisationFormProps = { groups: readonly InstalledOrganisation[] }

export function NewOrganisationForm({ groups }: NewOrganisationFormProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [slug, setSlug] = useState('')
  const [kind, setKind] = useState<OrganisationKind>('rights-holder')
  const [parent, setParent] = useState('')
  const create = useMutation({
    mutationFn: () =>
      server.operator.createOrganisation({
        body: { kind, slug, name, ...(parent !== '' && { parent }) },
      }),
    onSuccess: async () => {
      setName('')
      setSlug('')
      setParent('')
      await queries.invalidateQueries({ queryKey: ['installation'] })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="start">
        <TextInput
          label={t('field.title')}
          required
          withAsterisk={false}
          maxLength={200}
          w="100%"
          maw={340}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          label={t('organisations.slug')}
          description={t('organisations.slug.hint')}
          required
          withAsterisk={false}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          maxLength={63}
          w="100%"
          maw={340}
          value={slug}
          onChange={({ currentTarget }) => setSlug(currentTarget.value)}
        />
        <NativeSelect
          label={t('organisations.kind')}
          w="100%"
          maw={340}
          value={kind}
          data={kinds.map((value) => ({ value, label: t(`organisation-kind.${value}`) }))}
          onChange={({ currentTarget: { value } }) =>
            setKind(kinds.find((one) => one === value) ?? 'rights-holder')
          }
        />
        <NativeSelect
          label={t('organisations.parent')}
          description={t('organisations.parent.hint')}
          w="100%"
          maw={340}
          value={parent}
          data={[
            { value: '', label: t('organisations.parent.none') },
            ...groups.map((group) => ({ value: group.slug, label: group.name })),
          ]}
          onChange={({ currentTarget }) => setParent(currentTarget.value)}
        />
        <Refused error={create.error} />
        <Button type="submit" loading={create.isPending}>
          {t('organisations.add')}
        </Button>
      </Stack>
    </form>
  )
}
